"""Small sites as mappings of path to bytes, published the way a build does it."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.fingerprint import digest_of
from generator.model import Key, Report, SitePath
from generator.output.ledger import Work, compare, load_ledger
from generator.output.publish import publish, recover
from generator.output.staging import open_staging, stage

CHANGES = {"open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
STOPPED = 9


def key_of(data: bytes, template: bytes = b"t", code: bytes = b"c") -> Key:
    return Key(digest_of(data), digest_of(template), digest_of(code))


def keys_of(pages: Mapping[str, bytes]) -> dict[SitePath, Key]:
    return {SitePath(path): key_of(data) for path, data in pages.items()}


def work_on(output: Path, pages: Mapping[str, bytes]) -> Work:
    return compare(keys_of(pages), load_ledger(output), output)


def publish_site(
    output: Path, pages: Mapping[str, bytes], keys: Mapping[SitePath, Key] | None = None
) -> Report:
    recover(output)
    ledger = load_ledger(output)
    keys = keys_of(pages) if keys is None else keys
    work = compare(keys, ledger, output)
    staging = open_staging(output, work)
    made = tuple(stage(staging, path, pages[path], key=keys[path]) for path, _ in work.stale)
    return publish(made, work, output=output, ledger=ledger)[0]


def files_in(output: Path) -> dict[str, bytes]:
    """Return what a reader could meet: every file but our own, with its bytes."""
    return {
        path: file.read_bytes()
        for file in sorted(output.rglob("*"))
        if file.is_file() and not (path := file.relative_to(output).as_posix()).startswith(".dat")
    }


def folders_in(output: Path) -> set[str]:
    return {
        path
        for folder in output.rglob("*")
        if folder.is_dir() and not (path := folder.relative_to(output).as_posix()).startswith(".d")
    }


def stopped_before(deed: Callable[[], object], change: int) -> bool:
    """Do a deed in a process that dies just before its n-th change to the disk.

    Return whether it died, which it does not if there are fewer changes.
    """
    pid = os.fork()
    if pid == 0:
        _do_and_exit(deed, change)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in {0, STOPPED}
    return code == STOPPED


def _do_and_exit(deed: Callable[[], object], change: int) -> None:
    import sys  # noqa: PLC0415  # nothing but the child process should see the hook

    left = [change]

    def count(event: str, arguments: tuple[object, ...]) -> None:
        if event not in CHANGES:
            return
        flags = arguments[2] if event == "open" else os.O_CREAT
        if isinstance(flags, int) and flags & os.O_CREAT:
            if not left[0]:
                os._exit(STOPPED)
            left[0] -= 1

    code = 1
    try:
        sys.addaudithook(count)
        deed()
        code = 0
    finally:
        os._exit(code)
