"""The command ``serve``: a site that is attended to, shown in the browser."""

from contextlib import ExitStack

from generator.arguments import FAILED, FINE, USAGE, Invocation
from generator.attending import Attended, Watcher, stopped
from generator.console import Console, print_error
from generator.diagnostics import errors_in
from generator.project import Project
from generator.serve import Address, Bound, Listing, Shown, bound, serving
from generator.watch.watch import Batch

_PORT = 8000
_LAST_PORT = 65535


def run_serve(invocation: Invocation, project: Project, console: Console) -> int:
    """Build now and on every change, and show the site in the browser."""
    with ExitStack() as stack:
        try:
            # Before the first build, which may take a while: a mistyped host is told at once.
            place = stack.enter_context(bound(_address(invocation)))
        except (ValueError, OSError) as fault:
            print_error(getattr(fault, "strerror", None) or str(fault))
            return USAGE
        try:
            return _served(Watcher(invocation, project, console), invocation, place)
        except KeyboardInterrupt:
            return stopped(console)


def _served(watcher: Watcher, invocation: Invocation, place: Bound) -> int:
    with watcher.batches() as batches:
        # The first one comes before the server: threads would keep it to one process.
        shown = _shown(watcher.attended, next(batches))
        with serving(place, shown) as server:
            watcher.url = server.url
            watcher.welcome(f"Serving {watcher.attended.shown_output} at {server.url}")
            watcher.warn_of(server.others)
            if "open" in invocation.flags:
                watcher.browse()
            for batch in batches:
                server.show(_shown(watcher.attended, batch), _listing(watcher.attended))
                if not server.is_alive():
                    print_error("the server has stopped; start it again, and report this")
                    return FAILED
    return FINE


def _shown(attended: Attended, batch: Batch) -> Shown:
    return Shown(
        output=attended.project.output,
        base_url=attended.project.settings.base_url,
        problems=() if batch.outcome.report else errors_in(batch.outcome.problems),
        is_private=attended.is_preview,
    )


def _listing(attended: Attended) -> Listing:
    kept = attended.kept
    return Listing({row.path: row.digest for row in kept.ledger.rows}, kept.seal)


def _address(invocation: Invocation) -> Address:
    """Return where to listen; raise ValueError for what is no port."""
    names = invocation.value("allow_host").replace(",", " ").split()
    return Address(invocation.value("host"), _port(invocation.value("port")), tuple(names))


def _port(text: str) -> int:
    if not text:
        return _PORT
    if not (text.isascii() and text.isdecimal() and int(text) <= _LAST_PORT):
        raise ValueError(f'--port "{text}" is not a number from 0 to {_LAST_PORT}')
    return int(text)
