"""The digest of our own code, so that what older code made is never taken for today's."""

import os
import re
import sys
from functools import cache
from pathlib import Path

from generator.fingerprint import digest_of

PACKAGE = Path(__file__).parent

_DISTRIBUTION = re.compile(r"([^-]+)-([^-]+)\.dist-info")


@cache
def code_digest(parts: tuple[str, ...], libraries: tuple[str, ...]) -> bytes:
    """Return the digest of modules and the versions of the libraries they stand on.

    ``parts`` are files or folders of the package, ``libraries`` names of distributions.
    A process has one, since it runs the code that it began with.
    """
    texts = [f"python {sys.version_info[0]}.{sys.version_info[1]}".encode()]
    for part in sorted(parts):
        place = PACKAGE / part
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        texts += [
            file.relative_to(PACKAGE).as_posix().encode() + file.read_bytes() for file in files
        ]
    texts += [f"{name} {version_of(name)}".encode() for name in sorted(libraries)]
    return digest_of(b"\0".join(texts))


def version_of(library: str) -> str:
    """Return the version of an installed library, by its canonical name.

    The names of the folders that installers leave tell it, which is far less work than asking
    ``importlib.metadata``; what they leave open, that is asked.
    """
    found = _installed(tuple(sys.path)).get(_plain(library), ())
    if len(found) == 1:
        return found[0]
    from importlib.metadata import version  # noqa: PLC0415  # it brings in half of an e-mail reader

    return version(library)


@cache
def _installed(places: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the versions of each library in the first place that has any."""
    found: dict[str, tuple[str, ...]] = {}
    for place in places:
        here: dict[str, tuple[str, ...]] = {}
        for entry in _listed(place):
            if told := _DISTRIBUTION.fullmatch(entry):
                name = _plain(told[1])
                here[name] = (*here.get(name, ()), told[2])
            elif entry.endswith((".egg-info", ".egg", ".dist-info")):
                name = _plain(entry.rpartition(".")[0].partition("-")[0])
                here[name] = (*here.get(name, ()), "", "")  # open: it has no version that is told
        found = {**here, **found}
    return found


def _listed(place: str) -> list[str]:
    try:
        return os.listdir(place or ".")  # noqa: PTH208  # names are all that is asked
    except OSError:  # the archive of a zipapp, or a place that is not there
        return []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
