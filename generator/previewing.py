"""The command ``serve``: a site that is attended to, shown in the browser."""

from generator.arguments import FINE, USAGE, Invocation
from generator.attending import Attended, Watcher, stopped
from generator.console import Console, print_error
from generator.diagnostics import errors_in
from generator.project import Project
from generator.serve import Address, Shown, serving
from generator.watch.watch import Batch

_PORT = 8000
_LAST_PORT = 65535


def run_serve(invocation: Invocation, project: Project, console: Console) -> int:
    """Build now and on every change, and show the site in the browser."""
    try:
        address = _address(invocation)
    except ValueError as fault:
        print_error(str(fault))
        return USAGE
    watcher = Watcher(invocation, project, console)
    try:
        with watcher.batches() as batches:
            # The first one comes before the server: threads would keep it to one process.
            shown = _shown(watcher.attended, next(batches))
            with serving(address, shown) as server:
                watcher.url = server.url
                watcher.welcome(f"Serving {shown.output.name}/ at {server.url}")
                if "open" in invocation.flags:
                    watcher.browse()
                for batch in batches:
                    server.show(_shown(watcher.attended, batch))
    except KeyboardInterrupt:
        return stopped(console)
    return FINE


def _shown(attended: Attended, batch: Batch) -> Shown:
    return Shown(
        output=attended.project.output,
        base_url=attended.project.settings.base_url,
        problems=() if batch.outcome.report else errors_in(batch.outcome.problems),
        is_private=attended.is_preview,
    )


def _address(invocation: Invocation) -> Address:
    names = invocation.value("allow_host").replace(",", " ").split()
    return Address(invocation.value("host"), _port(invocation.value("port")), tuple(names))


def _port(text: str) -> int:
    if not text:
        return _PORT
    if not (text.isascii() and text.isdecimal() and int(text) <= _LAST_PORT):
        raise ValueError(f'--port "{text}" is not a number from 0 to {_LAST_PORT}')
    return int(text)
