"""A system that runs out of something ends in a message, and leaves the old site whole."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import PLAIN, config, published, write

REPOSITORY = Path(__file__).parent.parent


def built(root: Path, *limit: str) -> subprocess.CompletedProcess[str]:
    """Build a project in a process of its own, under a limit of the shell's."""
    limits = f"ulimit {' '.join(limit)}; " if limit else ""
    return subprocess.run(
        ["sh", "-c", f'{limits}exec "$0" -m generator build --clean -j 1', sys.executable],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell that sets limits")
def test_memory(tmp_path: Path) -> None:
    """Too little memory ends in a message, changes nothing, and the next build is good."""
    root = write(tmp_path, {**PLAIN, "dateline.toml": config()})
    large = root / "content/files/large.bin"
    large.parent.mkdir(parents=True)
    large.write_bytes(bytes(80_000_000))
    first = built(root)
    before = published(root)

    failed = built(root, "-v", "100000")  # in kilobytes
    after = published(root)
    again = built(root)

    assert (first.returncode, again.returncode) == (0, 0), again.stderr
    assert failed.returncode == 1, failed.stderr
    assert "Traceback" not in failed.stderr
    assert before == after == published(root)
