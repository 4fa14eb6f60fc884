"""The bodies of articles on disk, apart from what else was parsed: most builds need few of them.

A body is added at the end of one file and never changed.  It is known by its place and its digest,
so that nothing is read before it is needed, and whatever was lost or damaged is told.
"""

import os
from errno import ENOSPC
from pathlib import Path

from msgspec import Struct

from generator.fingerprint import digest_of
from generator.whole import FILE_MODE

_ADD = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW


class BodyLost(Exception):
    """A body is not where it was put; its article has to be parsed again."""


class Bodies(Struct, frozen=True):
    """The file of all bodies, to which several processes may add at once."""

    file: str

    def put(self, packed: bytes) -> int:
        """Add a body; return where it starts, in bytes."""
        try:
            handle = os.open(self.file, _ADD, FILE_MODE)
        except FileNotFoundError:
            # Somebody has cleared all that is kept away, while this process goes on.
            Path(self.file).parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.file, _ADD, FILE_MODE)
        try:
            if os.write(handle, packed) < len(packed):
                raise OSError(ENOSPC, os.strerror(ENOSPC), self.file)
            return os.lseek(handle, 0, os.SEEK_CUR) - len(packed)
        finally:
            os.close(handle)

    def get(self, start: int, size_bytes: int, digest: bytes) -> bytes:
        """Return a body; raise BodyLost unless it is the one of the digest."""
        try:
            handle = os.open(self.file, _READ)
        except FileNotFoundError:
            raise BodyLost(self.file) from None
        try:
            packed = os.pread(handle, size_bytes, start)
        finally:
            os.close(handle)
        if digest_of(packed) != digest:
            raise BodyLost(self.file)
        return packed

    def size_bytes(self) -> int:
        """Return the length of the file, with all that is of no use any more."""
        file = Path(self.file)
        return file.stat().st_size if file.exists() else 0
