"""What the whole of a published site was searched for, so that nothing is searched twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import MsgspecError, msgpack

from generator.output.place import HOME
from generator.whole import read_sealed, write_sealed

_NAME = "searched"
_VERSION = b"searched 1"


def searched_for(output: Path) -> frozenset[bytes]:
    """Return the digests of all words that no published file holds; any doubt gives none."""
    payload = read_sealed(output / HOME / _NAME, _VERSION)
    try:
        return frozenset(msgpack.decode(payload, type=list[bytes])) if payload else frozenset()
    except MsgspecError:
        return frozenset()


@contextmanager
def searching(output: Path, digests: frozenset[bytes]) -> Iterator[None]:
    """Note that the site which the block publishes was searched for words with these digests.

    While it is being published nothing is known, so that a search is never skipped after a crash.
    Only digests are kept, since the words are still secret and the folder may be uploaded.
    """
    if digests == searched_for(output):
        yield
        return
    (output / HOME / _NAME).unlink(missing_ok=True)
    yield
    if digests:
        write_sealed(
            output / HOME / _NAME, _VERSION, msgpack.encode(sorted(digests)), durable=False
        )
