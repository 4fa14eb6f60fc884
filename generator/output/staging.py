"""The waiting room of a build: finished files beside the output, on the same file system."""

# A Path for each of thousands of files costs more than what is asked of it.
# ruff: noqa: PTH108

import os
import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.fingerprint import digest_of
from generator.model import Key, Made, SitePath
from generator.output.ledger import Ledger, Work, save_ledger
from generator.output.place import HOME, STAGING
from generator.whole import FOLDER_MODE, write_new

_STAGED = re.compile(r"[0-9a-f]{32}")


class Staging(Struct, frozen=True):
    """Where files wait, and the digests of those that need not, because they already lie there."""

    folder: str
    lying: Mapping[SitePath, bytes]


def open_staging(output: Path, work: Work) -> Staging:
    """Return a staging area in an output folder that was checked, and make both if need be."""
    own = output / HOME
    if not own.exists():
        made = [own] if output.exists() else [output, own]
        own.mkdir(parents=True)
        for folder in made:
            folder.chmod(FOLDER_MODE)  # whatever the umask is: a server has to read the site
        save_ledger(output, Ledger())  # so that what lies here already is known not to be ours
    (own / STAGING).mkdir(FOLDER_MODE, exist_ok=True)
    return Staging(str(own / STAGING), work.lying)


def stage(staging: Staging, path: SitePath, data: bytes, *, key: Key) -> Made:
    """Write a page to the staging area, unless the very same bytes are published already.

    Safe to call from several processes at once, for different paths.
    Raise OSError unless every byte was taken.
    """
    digest = digest_of(data)
    if staging.lying.get(path) != digest:
        write_new(f"{staging.folder}/{staged_name(path)}", data)
    return Made(path, key, digest, len(data))


def staged_name(path: SitePath) -> str:
    """Return the name under which a page waits: a digest, so it is safe and tells our files."""
    return digest_of(path.encode()).hex()


def clear_staging(output: Path) -> None:
    """Delete what an unfinished build has staged; anything with another name is left alone."""
    folder = output / HOME / STAGING
    if folder.is_symlink() or not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        ours = [entry.path for entry in entries if _STAGED.fullmatch(entry.name)]
    for path in ours:
        os.unlink(path)
