"""The preview over real connections, with good clients and bad ones."""

import logging
import os
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest
import uvicorn
from msgspec.structs import replace

from generator.diagnostics import Place, error
from generator.serve import Address, Server, Shown, bound, serving
from generator.serve import server as server_module
from generator.serve.connection import Patience, room
from tests.output.sites import publish_site
from tests.serve.clients import (
    ask,
    connected,
    events_of,
    head,
    listening_to,
    port_of,
    preview,
    rest,
    until,
)
from tests.serve.samples import HOME, PAGES, published
from tests.serve.test_sockets import has_ipv6

HASTY = Patience(head=0.2, reading=0.3, beat=0.05)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Show one site to all tests that leave it as it is."""
    with preview(tmp_path_factory.mktemp("output"), HASTY) as server:
        yield server


def test_page(shared: Server) -> None:
    """A page is shown, with the live script in it and its length told."""
    given = ask(shared)

    assert given.status == 200
    assert b"live.js" in given.body
    assert given.headers["content-length"] == str(len(given.body))
    assert "shared" not in given.headers


def test_large_file(tmp_path: Path) -> None:
    """A large file arrives whole, and so does a part of it."""
    data = bytes(range(256)) * 4096 * 5
    publish_site(tmp_path, {"film.mp4": data})

    with serving(Address(port=0), Shown(tmp_path)) as server:
        given = ask(server, "/film.mp4")
        part = ask(server, "/film.mp4", headers={"Range": "bytes=1000000-3999999"})

    assert given.body == data
    assert (part.status, part.body) == (206, data[1_000_000:4_000_000])


def test_large_file_is_not_held(tmp_path: Path) -> None:
    """Of a large file only pieces are in memory, and of a part no more than it is read."""
    film = tmp_path / "film.mp4"
    publish_site(tmp_path, {"film.mp4": b"0"})
    with film.open("r+b") as file:
        file.truncate(60_000_000)

    with serving(Address(port=0), Shown(tmp_path)) as server:
        tracemalloc.start()
        try:
            with connected(server) as one:
                one.sendall(head(server, "/film.mp4", "Connection: close"))
                received = sum(len(piece) for piece in iter(lambda: one.recv(1 << 20), b""))
            part = ask(server, "/film.mp4", headers={"Range": "bytes=-10"})
            _, peak_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert received > 60_000_000
    assert part.body == bytes(10)
    assert peak_bytes < 20_000_000


def test_file_shrinks(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that becomes shorter while it is sent ends its connection, and no other."""
    publish_site(tmp_path, {"film.mp4": bytes(20_000_000), "a.txt": b"a"})

    with serving(Address(port=0), Shown(tmp_path)) as server, connected(server) as one:
        one.sendall(head(server, "/film.mp4"))
        one.recv(1)
        os.truncate(tmp_path / "film.mp4", 1000)

        assert len(rest(one)) < 20_000_000
        assert ask(server, "/a.txt").body == b"a"
    assert not caplog.records


def test_both_families(shared: Server) -> None:
    """The same site is shown at both loopback addresses."""
    if not has_ipv6():
        pytest.skip("no IPv6 on this machine")

    assert ask(shared, "/feed.xml", host="::1").body == PAGES["feed.xml"]
    assert ask(shared, "/feed.xml", host="localhost").body == PAGES["feed.xml"]


def test_port_taken(tmp_path: Path) -> None:
    """A second preview takes the next free port, and each shows its own."""
    with preview(tmp_path / "a") as first:
        address = Address(port=port_of(first))
        with serving(address, published(tmp_path / "b", {"b.txt": b"b"})) as second:
            assert port_of(second) > port_of(first)
            assert ask(second, "/b.txt").status == 200
            assert ask(first, "/b.txt").status == 404


def test_same_port_again(tmp_path: Path) -> None:
    """A preview that has just ended gives its port to the next one."""
    with preview(tmp_path) as first:
        ask(first)

    with serving(Address(port=port_of(first)), Shown(tmp_path)) as second:
        assert second.url == first.url
        assert ask(second).status == 200


def test_bound_before(tmp_path: Path) -> None:
    """Who comes after binding and before serving waits, and is answered; no thread is needed."""
    before = set(threading.enumerate())

    with bound(Address(port=0)) as place, ExitStack() as stack:
        early = stack.enter_context(socket.create_connection(("127.0.0.1", place.port), 10))
        assert set(threading.enumerate()) <= before
        with serving(place, published(tmp_path)) as server:
            assert server.url == f"http://localhost:{place.port}/"
            early.sendall(head(server, "/feed.xml", "Connection: close"))

            assert rest(early).endswith(PAGES["feed.xml"])

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", place.port), 1)


def test_bound_and_not_served() -> None:
    """What was bound is free again when the owner fails before it is served."""
    with pytest.raises(KeyboardInterrupt), bound(Address(port=0)) as place:
        raise KeyboardInterrupt

    with bound(Address(port=place.port)) as again:
        assert again.port == place.port


def test_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview at every address knows where others find it, one for this machine has none."""
    monkeypatch.setattr(server_module, "outward", lambda _: "127.0.0.1")
    everywhere = Address("0.0.0.0", 0)

    with preview(tmp_path) as local, serving(everywhere, local._shown) as server:
        assert local.others == ()
        assert server.others == (f"http://127.0.0.1:{port_of(server)}/",)
        assert ask(server).status == 200


def test_end_by_a_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A preview that has ended by a bug of ours says so to the owner, and is not alive."""

    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(uvicorn.Server, "serve", fail)

    with preview(tmp_path) as server:
        until(lambda: not server.is_alive())

        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port_of(server)), 1)
    assert [one.message for one in caplog.records] == ["the preview has ended"]


def test_no_such_host(tmp_path: Path) -> None:
    """A host that cannot be listened at is the caller's to report, and leaves nothing behind."""
    before = set(threading.enumerate())

    with (
        pytest.raises(OSError, match=r"192\.0\.2\.1"),
        serving(Address("192.0.2.1", 0), Shown(tmp_path)),
    ):
        pass

    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "localhost:1"])
def test_host(shared: Server, host: str) -> None:
    """Who asks by another name is turned away."""
    given = ask(shared, headers={"Host": host})

    assert given.status == 421
    assert host.encode() not in given.body


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET / HTTP/1.0\r\n\r\n", b"421"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost:1\r\nHost: localhost:1\r\n\r\n", b"400"),
    ],
)
def test_no_host(shared: Server, request_head: bytes, status: bytes) -> None:
    """Who asks by no name, or by two, is turned away as well."""
    with connected(shared) as one:
        one.sendall(request_head)

        assert rest(one).split()[1] == status


def test_allowed_host(tmp_path: Path) -> None:
    """A further name is accepted when the owner says so."""
    address = Address(port=0, allowed=("preview.example",))

    with serving(address, published(tmp_path)) as server:
        assert ask(server, headers={"Host": "preview.example"}).status == 200


def test_methods(shared: Server) -> None:
    """What would change something is refused, whatever it brings with it."""
    given = ask(shared, "/", "POST", {"Content-Length": "0"})
    preflight = ask(shared, "/", "OPTIONS", {"Origin": "http://evil.example"})

    assert (given.status, preflight.status) == (405, 405)
    assert not [name for name in preflight.headers if name.lower().startswith("access-control")]


def test_head(shared: Server) -> None:
    """HEAD gives the headers of GET and no body, and the connection goes on."""
    with connected(shared) as one:
        one.sendall(head(shared, "/feed.xml").replace(b"GET", b"HEAD"))
        one.sendall(head(shared, "/feed.xml", "Connection: close"))
        first, _, others = rest(one).partition(b"\r\n\r\n")

    assert b"content-length: 7" in first
    assert others.startswith(b"HTTP/1.1 200 OK\r\n")
    assert others.endswith(PAGES["feed.xml"])


@pytest.mark.parametrize(
    "target",
    ["/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "https://127.0.0.1/", "*", "//a"],
)
def test_odd_targets(shared: Server, target: str) -> None:
    """Odd targets are refused as they stand on the wire."""
    with connected(shared) as one:
        one.sendall(head(shared, target, "Connection: close"))

        assert rest(one).split()[1] == b"400"


def test_whole_target(shared: Server) -> None:
    """A target that names this server is taken, as proxies send it."""
    with connected(shared) as one:
        target = f"http://localhost:{port_of(shared)}/feed.xml"
        one.sendall(head(shared, target, "Connection: close"))

        assert rest(one).endswith(PAGES["feed.xml"])


JUNK = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    bytes(range(256)) * 40,
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + b"x" * 100_000,
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\r\n" * 10_000,
    b"\n",
    b"\x00",
]


@pytest.mark.parametrize("junk", JUNK)
def test_junk(shared: Server, junk: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """What is no HTTP gets an error or a closed connection, in silence, and the next is served."""
    with connected(shared) as one:
        try:
            one.sendall(junk)
            given = rest(one)
        except ConnectionError:
            given = b""

    assert not given or given.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    assert ask(shared).status == 200
    assert not caplog.records


def test_junk_is_answered_like_the_rest(shared: Server) -> None:
    """The answer to what is no HTTP carries what every answer carries."""
    with connected(shared) as one:
        one.sendall(b"junk\r\n\r\n")
        given = rest(one)

    assert given.startswith(b"HTTP/1.1 400 ")
    assert b"x-content-type-options: nosniff\r\n" in given
    assert given.endswith(b"\r\n\r\nThis is no HTTP.\n")


def test_junk_behind_a_request(shared: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Malformed bytes while an answer is under way end that connection only, in silence."""
    address = events_of(shared)
    with connected(shared) as one:
        one.sendall(head(shared, address, "Transfer-Encoding: chunked") + b"zz\r\n\r\n")
        rest(one)

    assert ask(shared).status == 200
    assert not caplog.records


def test_upgrade(shared: Server) -> None:
    """An upgrade to another protocol is not taken up."""
    upgrade = ("Connection: Upgrade, close", "Upgrade: websocket", "Sec-WebSocket-Version: 13")

    with connected(shared) as one:
        one.sendall(head(shared, "/feed.xml", *upgrade))

        assert rest(one).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: a\r\n"])
def test_silent(shared: Server, sent: bytes) -> None:
    """A client that does not finish its request is dropped."""
    with connected(shared) as one:
        one.sendall(sent)

        assert rest(one) == b""


def test_slow(shared: Server) -> None:
    """A client that sends its request byte by byte is dropped, however steadily it does."""
    with connected(shared) as one:
        one.settimeout(0.05)
        start = monotonic()
        was_dropped = False
        while not was_dropped and monotonic() < start + 5:
            try:
                one.sendall(b"X")
                was_dropped = one.recv(1) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                was_dropped = True

    assert was_dropped


def test_slow_body(shared: Server) -> None:
    """A client whose body never ends is answered at once, and dropped."""
    with connected(shared) as one:
        request = head(shared, "/", "Content-Length: 1000000").replace(b"GET", b"POST")
        one.sendall(request + b"a")

        assert rest(one).startswith(b"HTTP/1.1 405 ")


def test_silent_after_an_answer(shared: Server) -> None:
    """A client that begins a second request and does not finish it is dropped."""
    with connected(shared) as one:
        one.sendall(head(shared, "/feed.xml") + b"GET")

        assert rest(one).endswith(PAGES["feed.xml"])


def test_not_reading(tmp_path: Path) -> None:
    """A client that does not read its answer is dropped."""
    publish_site(tmp_path, {"film.mp4": bytes(20_000_000)})

    with (
        serving(Address(port=0), Shown(tmp_path), patience=HASTY) as server,
        connected(server) as one,
    ):
        one.sendall(head(server, "/film.mp4"))
        until(lambda: connections(server) == 1)
        until(lambda: not connections(server))

        assert len(rest(one)) < 20_000_000


def connections(server: Server) -> int:
    """Return how many connections a server holds, counted from within."""
    return len(server._uvicorn.server_state.connections)


def test_hundreds_half_open(tmp_path: Path) -> None:
    """Hundreds of clients that say nothing stop nobody who does, and cost a bounded number."""
    with preview(tmp_path) as server, ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connected(server)).sendall(b"GET / HT")

        assert ask(server).status == 200
        assert connections(server) <= room().connections + room().burst


def test_pipelined(shared: Server) -> None:
    """Requests that come together are answered in turn."""
    with connected(shared) as one:
        one.sendall(head(shared, "/feed.xml") * 5 + head(shared, "/feed.xml", "Connection: close"))

        assert rest(one).count(PAGES["feed.xml"]) == 6


def test_bug(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A bug of ours is told to the owner and not to who asked, and the server goes on."""
    shown = published(tmp_path)

    with serving(Address(port=0), shown) as server:
        server.show(replace(shown, base_url="http://["))
        given = ask(server, "/countries/?secret")
        server.show(shown)

        assert ask(server).status == 200
    assert (given.status, given.body) == (500, b"The preview could not answer this.\n")
    assert given.headers["x-content-type-options"] == "nosniff"
    assert [one.levelno for one in caplog.records] == [logging.ERROR]


def test_url_of_a_sub_path(tmp_path: Path) -> None:
    """The address of the site has its sub-path, and is where it is shown."""
    shown = replace(published(tmp_path), base_url="https://news.example/digest/")

    with serving(Address(port=0), shown) as server:
        assert server.url == f"http://localhost:{port_of(server)}/digest/"
        assert ask(server, "/digest/").status == 200


def test_stream(tmp_path: Path) -> None:
    """A stream tells the version when it opens, and again when another state is shown."""
    with preview(tmp_path) as server, listening_to(server) as stream:
        first = stream.news()
        server.show(Shown(tmp_path))
        same = stream.news()
        publish_site(tmp_path, {**PAGES, "index.html": HOME.replace("Home", "House").encode()})
        server.show(Shown(tmp_path))
        other = stream.news()

    assert first == same
    assert first["version"] != other["version"]
    assert first["problems"] == []


def test_stream_of_problems(tmp_path: Path) -> None:
    """What keeps a build from publishing is told, and so is that it is gone."""
    problem = error(Place("a.md", 1, 2), "bad", "an error")

    with preview(tmp_path) as server, listening_to(server) as stream:
        stream.news()
        server.show(Shown(tmp_path, problems=(problem,)))
        told = stream.news()["problems"]
        server.show(Shown(tmp_path))
        cleared = stream.news()["problems"]

    assert isinstance(told, list)
    assert [one["place"] for one in told] == ["a.md:1:2"]
    assert cleared == []


def test_stream_headers(shared: Server) -> None:
    """A stream is kept by nobody and read by no page from elsewhere."""
    with connected(shared) as one:
        one.sendall(head(shared, events_of(shared)))
        start = one.recv(2000).decode()

    assert "content-type: text/event-stream\r\n" in start
    assert "cache-control: no-store\r\n" in start
    assert "access-control" not in start


def test_stream_is_kept_alive(shared: Server) -> None:
    """A quiet stream says from time to time that it is there, and is not taken for idle."""
    with listening_to(shared) as stream:
        stream.news()
        for _ in range(10):
            stream.line(b":")
        shared.show(shared._shown)

        assert stream.news()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_stream_from_elsewhere(shared: Server, headers: dict[str, str], status: int) -> None:
    """A stream is for who knows the token and comes from a page of ours."""
    path = events_of(shared) if headers else "/.dateline/wrong/events?page=/"

    assert ask(shared, path, headers=headers).status == status


def test_token_changes(tmp_path: Path) -> None:
    """The token of one preview is nothing to the next."""
    with preview(tmp_path / "a") as first, preview(tmp_path / "b") as second:
        assert ask(second, events_of(first)).status == 403


def test_client_leaves(tmp_path: Path) -> None:
    """A stream whose page is gone costs nothing any more."""
    with preview(tmp_path) as server:
        with listening_to(server) as stream:
            stream.news()

        until(lambda: not connections(server))


def test_many_streams(tmp_path: Path) -> None:
    """All open pages are told, and others are served meanwhile."""
    with preview(tmp_path) as server, ExitStack() as stack:
        streams = [stack.enter_context(listening_to(server)) for _ in range(50)]
        for stream in streams:
            stream.news()
        server.show(Shown(tmp_path))

        assert all(stream.news() for stream in streams)
        assert ask(server).status == 200


def test_end(tmp_path: Path) -> None:
    """A preview ends soon and wholly, whoever is still connected."""
    publish_site(tmp_path, {**PAGES, "film.mp4": bytes(20_000_000)})
    before = set(threading.enumerate())

    with ExitStack() as stack:
        with serving(Address(port=0), Shown(tmp_path)) as server:
            streams = [stack.enter_context(listening_to(server)) for _ in range(5)]
            for stream in streams:
                stream.news()
            for sent in (b"", b"GET / HT", head(server, "/feed.xml"), head(server, "/film.mp4")):
                stack.enter_context(connected(server)).sendall(sent)
            until(lambda: connections(server) == 9)
            assert server.is_alive()
            start = monotonic()

        assert monotonic() - start < 2
        assert not server.is_alive()
        assert all(stream.has_ended() for stream in streams)
    assert set(threading.enumerate()) <= before


def test_show_after_the_end(tmp_path: Path) -> None:
    """To show something to nobody is no mistake."""
    with preview(tmp_path) as server:
        pass

    server.show(Shown(tmp_path))


def test_end_by_an_exception(tmp_path: Path) -> None:
    """A preview ends as well when its owner fails."""
    with pytest.raises(KeyboardInterrupt), preview(tmp_path) as server:
        raise KeyboardInterrupt

    assert not server.is_alive()


def test_shown_while_asked(tmp_path: Path) -> None:
    """Showing from several threads while others ask is safe."""
    with preview(tmp_path) as server:

        def show_often(shown: Shown) -> None:
            for _ in range(100):
                server.show(shown)

        states = (Shown(tmp_path), Shown(tmp_path, is_private=True))
        threads = [threading.Thread(target=show_often, args=(one,)) for one in states]
        for one in threads:
            one.start()
        statuses = {ask(server).status for _ in range(20)}
        for one in threads:
            one.join()

    assert statuses == {200}


def test_ports_of_a_socket_are_closed(tmp_path: Path) -> None:
    """After the end nobody answers at the port."""
    with preview(tmp_path) as server:
        port = port_of(server)

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)
