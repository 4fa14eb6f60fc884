"""The digest of our own code, so that what older code made is never taken for today's."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from sys import version_info

from generator.fingerprint import digest_of

PACKAGE = Path(__file__).parent


def code_digest(parts: Iterable[str], libraries: Iterable[str]) -> bytes:
    """Return the digest of modules and the versions of the libraries they stand on.

    ``parts`` are files or folders of the package, ``libraries`` names of distributions.
    """
    texts = [f"python {version_info[0]}.{version_info[1]}".encode()]
    for part in sorted(parts):
        place = PACKAGE / part
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        texts += [
            file.relative_to(PACKAGE).as_posix().encode() + file.read_bytes() for file in files
        ]
    texts += [f"{name} {version(name)}".encode() for name in sorted(libraries)]
    return digest_of(b"\0".join(texts))
