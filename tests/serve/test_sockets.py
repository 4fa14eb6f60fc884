"""Where the preview listens: loopback, both kinds of it, at one port."""

import errno
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest

from generator.serve import sockets
from generator.serve.exchange import Address
from generator.serve.sockets import listening, outward


@contextmanager
def opened(address: Address) -> Iterator[list[tuple[str, int]]]:
    with ExitStack() as stack:
        found = [stack.enter_context(one) for one in listening(address)]
        yield [one.getsockname()[:2] for one in found]


@contextmanager
def taken(family: int, host: str) -> Iterator[int]:
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.bind((host, 0))
        one.listen()
        yield one.getsockname()[1]


def has_ipv6() -> bool:
    try:
        with taken(socket.AF_INET6, "::1"):
            return True
    except OSError:
        return False


def test_loopback() -> None:
    """Without a host both loopback addresses are listened at, at one port, and no other."""
    with opened(Address(port=0)) as places:
        hosts = [host for host, _ in places]

        assert hosts == ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"]
        assert len({port for _, port in places}) == 1


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_taken(family: int, host: str) -> None:
    """A port that is taken at either address is left alone, and a later one is used."""
    if family == socket.AF_INET6 and not has_ipv6():
        pytest.skip("no IPv6 on this machine")

    with taken(family, host) as port, opened(Address(port=port)) as places:
        assert all(port < other < port + 100 for _, other in places)


def test_host() -> None:
    """A host is listened at, and nothing else."""
    with opened(Address("127.0.0.1", 0)) as places:
        assert [host for host, _ in places] == ["127.0.0.1"]


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("absence", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL])
def test_no_such_family(monkeypatch: pytest.MonkeyPatch, absence: int, *, is_first: bool) -> None:
    """A host with two kinds of address is listened at by the kind that this machine has."""
    listen = sockets._listen

    def without_ipv6(one: socket.socket, place: tuple[object, ...]) -> None:
        if place[0] == "192.0.2.6":
            raise OSError(absence, "there is none")
        listen(one, place)

    def both(*_: object, **__: object) -> Sequence[tuple[object, ...]]:
        infos = [(socket.AF_INET, 0, 0, "", (host, 0)) for host in ("127.0.0.1", "192.0.2.6")]
        return infos[::-1] if is_first else infos

    monkeypatch.setattr(socket, "getaddrinfo", both)
    monkeypatch.setattr(sockets, "_listen", without_ipv6)

    with opened(Address("localhost", 0)) as places:
        assert [host for host, _ in places] == ["127.0.0.1"]


def test_outward() -> None:
    """The address for others is one of this machine, or there is none."""
    for family in (socket.AF_INET, socket.AF_INET6):
        found = outward(family)
        if found:
            with opened(Address(found, 0)) as places:
                assert places[0][0] == found


@pytest.mark.parametrize("host", ["192.0.2.1", "host.invalid", "a..b", "999.1.1.1"])
def test_no_such_host(host: str) -> None:
    """A host that is not ours gives one sentence with its name."""
    with pytest.raises(OSError, match=host.replace(".", r"\.")):
        listening(Address(host, 0))
