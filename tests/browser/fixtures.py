"""Builds sites by the command, serves them on loopback and opens them in Chromium."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.payloads import PAYLOADS

REPOSITORY = Path(__file__).parents[2]
THEMES = sorted(folder.name for folder in (REPOSITORY / "themes").iterdir() if folder.is_dir())
BASE_URL = "https://example.org/"

NEWS: Mapping[str, tuple[str, ...]] = {
    "2026-11-20-radar.txt": (
        "Lithuania orders radars for its air defence",
        "VILNIUS, Lithuania, November 20 (Test Wire) — Lithuania has ordered four radars.",
        "The radars will stand near the eastern border and see far beyond it.",
        "By Ada Example",
    ),
    "2026-11-21-frigate.txt": (
        "Norway names the first of five frigates",
        "OSLO, Norway, November 21 (Test Wire) — Norway has named a frigate, the navy said.",
        "The ship sails in spring after trials in the north of Norway.",
        "By Ada Example",
    ),
    "2026-11-22-exercise.txt": (
        "Lithuania and Norway train together in the Baltic Sea",
        "KLAIPEDA, Lithuania, November 22 (Test Wire) — Both navies trained for a week.",
        "Averyveryverylongwordwithoutanybreak" * 6 + " was part of the signals.",
        "By Ada Example",
    ),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its folder and the address of its root, with a closing slash."""

    folder: Path
    root: str

    def url(self, path: str) -> str:
        """Return the address of a file of the site, folders without their index."""
        shown = path if self.root.startswith("file:") else path.removesuffix("index.html")
        return self.root + shown

    def pages(self) -> list[str]:
        """Return the paths of all pages, in order."""
        return sorted(file.relative_to(self.folder).as_posix() for file in self._files())

    def _files(self) -> Iterator[Path]:
        return self.folder.rglob("*.html")

    def articles(self) -> list[str]:
        """Return the paths of the articles, which lie below their year."""
        return [path for path in self.pages() if path[:4].isdigit()]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all tests."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the sample site of the repository; the build works on a copy of its sources."""
    project = tmp_path_factory.mktemp("sample")
    shutil.copy(REPOSITORY / "dateline.toml", project)
    for name in ("seeds", "content", "templates"):
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, project / name)
    with served(build(project, BASE_URL)) as root:
        yield Site(project / "output", root)


@pytest.fixture(scope="session", params=THEMES)
def news(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve a site of three known stories, in each theme."""
    project = project_of(tmp_path_factory.mktemp("news"), request.param, NEWS)
    with served(build(project, BASE_URL)) as root:
        yield Site(project / "output", root)


@pytest.fixture(scope="session", params=THEMES)
def relative(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the three stories without a base_url, to be opened from the disk."""
    project = project_of(tmp_path_factory.mktemp("relative"), request.param, NEWS)
    output = build(project, "")
    return Site(output, output.as_uri() + "/")


@pytest.fixture(scope="session", params=THEMES)
def sub_path(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve the three stories below a sub-path of their host."""
    project = project_of(tmp_path_factory.mktemp("sub-path"), request.param, NEWS)
    output = build(project, BASE_URL + "deep/news/")
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(output, host / "deep" / "news")
    with served(host) as root:
        yield Site(host / "deep" / "news", root + "deep/news/")


@pytest.fixture(scope="session", params=THEMES)
def hostile(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve a site whose headlines and bodies try to be more than text."""
    seeds: Mapping[str, tuple[str, ...]] = {
        f"2026-10-{number % 28 + 1:02d}-attack-{number}.txt": (
            f"Attack {number} {payload}",
            f"Lithuania reads {payload} in its papers.",
            payload,
        )
        for number, payload in enumerate(PAYLOADS)
    }
    project = project_of(tmp_path_factory.mktemp("hostile"), request.param, seeds)
    with served(build(project, BASE_URL)) as root:
        yield Site(project / "output", root)


def project_of(folder: Path, theme: str, seeds: Mapping[str, tuple[str, ...]]) -> Path:
    """Write a project of a theme and seeds given as paragraphs."""
    config = f'title = "Test Wire"\ntheme = "{theme}"\n'
    (folder / "dateline.toml").write_text(config, encoding="utf-8")
    (folder / "seeds").mkdir()
    for name, paragraphs in seeds.items():
        text = "\n".join(paragraphs) + "\n"
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    return folder


def build(project: Path, base_url: str) -> Path:
    """Build a project with the command, as of a fixed day, and return its output folder."""
    output = project / "output"
    options = ["--output", str(output), "--base-url", base_url, "--clock", "2026-11-23"]
    command = [sys.executable, "-m", "generator", "build", *options]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


class _Silent(SimpleHTTPRequestHandler):
    """Serves a folder without writing a line for every request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Write nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback and yield its address."""
    handler = partial(_Silent, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
