"""What the preview reads in a page, and the two things that it changes."""

import pytest

from generator.serve.markup import Grant, granting, opened, read_markup, without

OURS = "http://localhost:8000/.dateline/"
GRANT = Grant(OURS, "abc")


@pytest.mark.parametrize(
    ("policy", "opened_policy"),
    [
        (
            "default-src 'none'; style-src 'self'",
            f"default-src 'none'; style-src 'self'; script-src {OURS}; connect-src {OURS}",
        ),
        (
            "default-src 'self'",
            f"default-src 'self'; script-src 'self' {OURS}; connect-src 'self' {OURS}",
        ),
        (
            "script-src 'NONE'; Connect-Src a.example",
            f"script-src {OURS}; connect-src a.example {OURS}",
        ),
        (
            "default-src *; script-src-elem 'self'; script-src 'self'; connect-src 'none'",
            (
                f"default-src *; script-src-elem 'self' {OURS}; script-src 'self' {OURS};"
                f" connect-src {OURS}"
            ),
        ),
        ("img-src 'self'", "img-src 'self'"),
        ("script-src 'self'; script-src 'none'", f"script-src 'self' {OURS}"),
        (";; ", ""),
        (
            "script-src 'nonce-page' 'strict-dynamic' https:; connect-src 'self'",
            (
                "script-src 'nonce-page' 'strict-dynamic' https: 'nonce-abc';"
                f" connect-src 'self' {OURS}"
            ),
        ),
        (
            "default-src 'Strict-Dynamic' 'sha256-page'",
            (
                "default-src 'Strict-Dynamic' 'sha256-page';"
                " script-src 'Strict-Dynamic' 'sha256-page' 'nonce-abc';"
                f" connect-src 'Strict-Dynamic' 'sha256-page' {OURS}"
            ),
        ),
        (
            "script-src-elem 'strict-dynamic'; script-src 'unsafe-inline'",
            f"script-src-elem 'strict-dynamic' 'nonce-abc'; script-src 'unsafe-inline' {OURS}",
        ),
        ("script-src 'nonce-page'", f"script-src 'nonce-page' {OURS}"),
    ],
)
def test_granting(policy: str, opened_policy: str) -> None:
    """A policy is opened for the live script and its stream, and for nothing else."""
    assert granting(policy, GRANT) == opened_policy


def test_policy_in_a_page() -> None:
    """The policy is found however its tag is written, and text that looks like one is left."""
    page = (
        b"<!-- <meta http-equiv=content-security-policy content=\"default-src 'none'\"> -->"
        b"<META content='default-src &#39;self&#39;; img-src \"x\"' "
        b"HTTP-EQUIV=Content-Security-Policy >"
        b"<p title='<meta http-equiv=content-security-policy>'>"
    )

    done = opened(read_markup(page), GRANT, "")

    assert done == page.replace(
        page[page.index(b"<META") : page.index(b"<p")],
        b'<meta http-equiv="Content-Security-Policy" content="default-src \'self\';'
        b' img-src &quot;x&quot;; script-src \'self\' ' + OURS.encode() + b"; connect-src 'self' "
        + OURS.encode() + b'">',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("page", "done"),
    [
        (b"<body>a</body></html>", b"<body>aEND</body></html>"),
        (b"a</BODY>b</Body>c", b"a</BODY>bEND</Body>c"),
        (b"no body", b"no bodyEND"),
        (b"\xff\xfe\x80</body>", b"\xff\xfe\x80END</body>"),
        (b"", b"END"),
        ("\u0130\u0130</body>c".encode(), "\u0130\u0130END</body>c".encode()),
        (b"a</body><!-- </body> -->", b"aEND</body><!-- </body> -->"),
        (b"<script>'</body>'</script>a</body>", b"<script>'</body>'</script>aEND</body>"),
        (b"a\r\nb\n</body\n>c", b"a\r\nb\nEND</body\n>c"),
        (b"<![foo[ <p></body>", b"<![foo[ <p></body>END"),
    ],
)
def test_ending(page: bytes, done: bytes) -> None:
    """The script stands before the last end of the body, or at the end; no other byte changes."""
    assert opened(read_markup(page), GRANT, "END") == done


def test_policy_behind_the_body() -> None:
    """A policy that stands behind the body is opened as well, and the script stays before it."""
    page = b"<body>a</body><meta http-equiv=Content-Security-Policy content=\"img-src 'self'\">b"

    done = opened(read_markup(page), GRANT, "END")

    assert done == page.replace(b"a</body>", b"aEND</body>").replace(
        b"http-equiv=Content-Security-Policy", b'http-equiv="Content-Security-Policy"'
    )


def test_styles() -> None:
    """Links to stylesheets are found and can be taken out, those to alternates are not."""
    page = (
        b'\xc3\xa9\n<link rel="stylesheet" href="a.css">x<LINK href=b.css rel=Stylesheet>'
        b'<link rel="alternate stylesheet" href="c.css"><link rel="preload" href="d.css">'
    )

    markup = read_markup(page)

    assert [one.value for one in markup.styles] == ["a.css", "b.css"]
    assert without(markup, markup.styles) == (
        b'\xc3\xa9\nx<link rel="alternate stylesheet" href="c.css">'
        b'<link rel="preload" href="d.css">'
    )


def test_resources() -> None:
    """What a page shows is found in every place that an address can stand in."""
    page = (
        b'<base href="/x/"><img src=a.png srcset="b.png 1x, c.png 2x">'
        b"<video poster=d.jpg src=e.mp4>"
        b'<link rel="shortcut icon" href=f.ico><object data=g.svg></object><a href=h>i</a>'
    )

    markup = read_markup(page)

    assert set(markup.resources) == {
        "a.png", "b.png", "c.png", "d.jpg", "e.mp4", "f.ico", "g.svg"
    }  # fmt: skip
    assert markup.start == "/x/"
