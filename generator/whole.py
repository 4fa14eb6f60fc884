"""Files that are read and written whole or not at all.

A sealed file carries a version and a checksum before its payload, so that a file cut short, damaged
or written by another version reads as absent.
"""

import os
from pathlib import Path
from stat import S_ISREG

from generator.fingerprint import DIGEST_BYTES, digest_of

FILE_MODE = 0o644
FOLDER_MODE = 0o755

_MAGIC = b"dateline"
_HEADER_BYTES = len(_MAGIC) + 2 * DIGEST_BYTES
_NEW = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


def write_new(path: str, data: bytes) -> None:
    """Write a file that must not exist yet; raise OSError unless every byte was taken."""
    _write(os.open(path, _NEW | os.O_EXCL, FILE_MODE), data, durable=False)


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put a file in place of an old one in a single step, so that a reader meets either.

    ``durable`` also outlasts a loss of power, at the cost of waiting for the disk.
    """
    draft = f"{path}.new"
    try:
        _write(os.open(draft, _NEW | os.O_TRUNC, FILE_MODE), data, durable=durable)
    except OSError:
        Path(draft).unlink(missing_ok=True)  # on a full disk, half a file is in the way
        raise
    Path(draft).replace(path)
    if durable:
        flush(str(path.parent))


def flush(path: str) -> None:
    """Wait until a file or the entries of a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_sealed(path: Path, version: bytes, payload: bytes, *, durable: bool = True) -> None:
    """Put a payload in place of an old file, with its version and checksum."""
    header = _MAGIC + digest_of(version) + digest_of(payload)
    replace_file(path, header + payload, durable=durable)


def read_sealed(path: Path, *versions: bytes) -> bytes | None:
    """Return the payload of a sealed file of one of the versions, or None on any doubt about it."""
    try:
        data = path.read_bytes() if S_ISREG(path.lstat().st_mode) else b""
    except OSError:
        return None
    payload = data[_HEADER_BYTES:]
    digest = digest_of(payload)
    headers = [_MAGIC + digest_of(version) + digest for version in versions]
    return payload if data[:_HEADER_BYTES] in headers else None


def is_sealed_as(path: Path, version: bytes) -> bool:
    """Return whether a file says that it was sealed with a version; its payload is not read."""
    return seal_of(path).startswith(_MAGIC + digest_of(version))


def seal_of(path: Path) -> bytes:
    """Return the header of a sealed file, which tells its payload from any other; empty if none."""
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError:
        return b""


def _write(handle: int, data: bytes, *, durable: bool) -> None:
    """Write all of the data, set the mode whatever the umask is, and close."""
    try:
        written = os.write(handle, data)
        while written < len(data):  # a write may be short on a full disk; the next one says why
            written += os.write(handle, data[written:])
        os.fchmod(handle, FILE_MODE)
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
