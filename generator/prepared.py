"""The TOML tables that ship with Dateline, read from what was prepared of them.

Reading TOML takes most of the time that a table needs, so ``prepared.json`` holds what each file
says, with the digest of the file: one that was edited since is read itself.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

PREPARED = "prepared.json"
TOML_TABLES = ("countries", "disputed", "organisations", "people", "tags")

T = TypeVar("T")


class Prepared(Struct, frozen=True):
    """What the tables said when their bytes had these digests (hex SHA-256).

    Each table is kept as JSON, so that only what is asked for is read.
    """

    digests: Mapping[str, str] = {}
    tables: Mapping[str, msgspec.Raw] = {}


def load_prepared(folder: Path) -> Prepared:
    """Return what was prepared of the tables in a folder; nothing where that cannot be read."""
    try:
        return msgspec.json.decode((folder / PREPARED).read_bytes(), type=Prepared)
    except (OSError, msgspec.MsgspecError):  # It only saves time.
        return Prepared()


def read_table(path: Path, shape: type[T], prepared: Prepared) -> T:
    """Return what a TOML table says, in the shape that is wanted of it; other keys are left out.

    Raises:
        OSError: the table is missing.
        msgspec.MsgspecError: it has another shape; both are bugs of ours.
    """
    source = path.read_bytes()
    if prepared.digests.get(path.stem) == sha256(source).hexdigest():
        try:
            return msgspec.json.decode(prepared.tables[path.stem], type=shape)
        except (KeyError, msgspec.MsgspecError):
            pass
    return msgspec.toml.decode(source, type=shape)


def prepare(folder: Path) -> bytes:
    """Return what ``prepared.json`` is to hold."""
    sources = {name: (folder / f"{name}.toml").read_bytes() for name in TOML_TABLES}
    tables = {name: msgspec.toml.decode(source) for name, source in sources.items()}
    digests = {name: sha256(source).hexdigest() for name, source in sources.items()}
    return msgspec.json.encode({"digests": digests, "tables": tables})
