"""A store of digest → bytes on disk, so that what was worked out once need not be again.

The keys say all that a value depends on, so a value never goes stale, only out of use.  The store
is split by the first byte of the key: one new value rewrites one small file, not everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import MsgspecError, msgpack

from generator.whole import read_sealed, write_sealed

_SHARDS = 64


def load_memo(folder: Path, version: bytes) -> dict[bytes, bytes]:
    """Return all values that were stored under a version.

    Any doubt (nothing there, another version, cut short, damaged) is a miss for the values
    that it touches, never an error.
    """
    entries: dict[bytes, bytes] = {}
    for number in range(_SHARDS):
        payload = read_sealed(_file(folder, number), version)
        if payload is not None:
            entries.update(_decoded(payload))
    return entries


def save_memo(
    folder: Path,
    version: bytes,
    entries: Mapping[bytes, bytes],
    *,
    loaded: Iterable[bytes] = (),
) -> None:
    """Store these values and no others.

    ``loaded`` are the keys that ``load_memo`` returned for the same folder and version; files
    whose keys are still the same are not written again.  Raise OSError if the disk is full.
    """
    before: defaultdict[int, set[bytes]] = defaultdict(set)
    for key in loaded:
        before[_shard(key)].add(key)
    shards: defaultdict[int, dict[bytes, bytes]] = defaultdict(dict)
    for key, value in entries.items():
        shards[_shard(key)][key] = value
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(_SHARDS):
        if shards[number].keys() != before[number]:
            payload = msgpack.encode(dict(sorted(shards[number].items())))
            # What a loss of power leaves half written has a wrong checksum, so it need not wait.
            write_sealed(_file(folder, number), version, payload, durable=False)


def _file(folder: Path, number: int) -> Path:
    """Return the file of one part of the store."""
    return folder / f"{number:02d}"


def _shard(key: bytes) -> int:
    """Return which part of the store a key belongs to."""
    return key[0] % _SHARDS if key else 0


def _decoded(payload: bytes) -> dict[bytes, bytes]:
    """Return the values of one part, none of them if it cannot be read."""
    try:
        return msgpack.decode(payload, type=dict[bytes, bytes])
    except MsgspecError:
        return {}
