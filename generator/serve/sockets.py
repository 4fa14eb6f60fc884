"""Sockets to listen at: loopback of both kinds unless a host is given, at the first free port."""

import errno
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from msgspec import Struct

from generator.serve.exchange import Address

_LOOPBACK = ("127.0.0.1", "::1")
_TRIES = 100
_LAST_PORT = 65535
BACKLOG = 256
"""So many may be in line before they are let in, which costs us nothing."""

_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT}


class Bound(Struct, frozen=True):
    """An address with the sockets that listen there, all at one port; whoever comes is in line."""

    address: Address
    port: int
    sockets: tuple[socket.socket, ...]


@contextmanager
def bound(address: Address) -> Iterator[Bound]:
    """Listen at an address for as long as the context lasts, without a thread.

    Raises:
        OSError: nobody can listen there; the message says so in full.
    """
    with ExitStack() as stack:
        sockets = tuple(stack.enter_context(one) for one in listening(address))
        yield Bound(address, sockets[0].getsockname()[1], sockets)


def outward(family: int) -> str:
    """Return the address by which others reach this machine; empty if no route leads out.

    Nothing is sent: to connect a datagram socket is only to choose a way.
    """
    # Addresses that nobody has (RFC 5737, RFC 3849).
    elsewhere = "2001:db8::1" if family == socket.AF_INET6 else "192.0.2.1"
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as one:
        one.connect((elsewhere, 9))
        return str(one.getsockname()[0])
    return ""


def listening(address: Address) -> tuple[socket.socket, ...]:
    """Return sockets that listen at every address of the host, all at one port.

    Raises:
        OSError: nobody can listen there; the message says so in full.
    """
    places = _places(address.host)
    ports = range(address.port, min(address.port + _TRIES, _LAST_PORT + 1))
    for port in ports if address.port else [0] * _TRIES:
        found = _at_port(places, port)
        if found:
            return found
    shown = f"the ports {ports[0]} to {ports[-1]}" if address.port else "all ports"
    raise OSError(errno.EADDRINUSE, f"{shown} are in use; choose another one with --port")


def _places(host: str) -> Sequence[tuple[int, tuple[object, ...]]]:
    """Return the families and addresses of a host."""
    if not host:
        return ((socket.AF_INET, (_LOOPBACK[0],)), (socket.AF_INET6, (_LOOPBACK[1],)))
    try:
        infos = socket.getaddrinfo(
            host.strip("[]"), None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is no name"
        raise OSError(errno.EADDRNOTAVAIL, f'the host "{host}" has no address: {reason}') from fault
    return tuple(dict.fromkeys((info[0], (info[4][0], *info[4][2:])) for info in infos))


def _at_port(
    places: Sequence[tuple[int, tuple[object, ...]]], port: int
) -> tuple[socket.socket, ...]:
    """Return sockets at one port, or none if it is taken anywhere.

    Every address or none: a browser takes any for the host, and what another program shows there
    must not be taken for ours.  Only what this machine does not have, as IPv6, is left out.
    """
    found: list[socket.socket] = []
    absent: list[OSError] = []
    with ExitStack() as stack:
        for family, (host, *rest) in places:
            try:
                one = stack.enter_context(_at(family, (host, port, *rest)))
            except OSError as fault:
                if fault.errno == errno.EADDRINUSE:
                    return ()
                message = f"cannot listen at {host}, port {port}: {fault.strerror}"
                told = OSError(fault.errno, message)
                if fault.errno not in _ABSENT:
                    raise told from fault
                absent.append(told)
                continue
            port = one.getsockname()[1]
            found.append(one)
        if absent and not found:
            raise absent[0]
        for one in found:
            one.setblocking(False)
        stack.pop_all()
    return tuple(found)


def _at(family: int, place: tuple[object, ...]) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        _listen(one, place)
    except OSError:
        one.close()
        raise
    return one


def _listen(one: socket.socket, place: tuple[object, ...]) -> None:
    if os.name == "posix":
        # So that a preview can be started again at once; elsewhere it would share the port.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if one.family == socket.AF_INET6:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    one.bind(place)
    one.listen(BACKLOG)
