import json
import re
from html import escape
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.markdown import render_markdown
from generator.diagnostics import Place
from generator.escape import escape_paragraph

HOSTILE = Path(__file__).parents[2].parent / "shared" / "hostile-text"
ENGINES = ("markdown", "commonmark")

BARE = "blockquote br code dd del dl dt em hr p strong sup table tbody thead tr ul"
ALLOWED: dict[str, set[str]] = {
    **{name: set() for name in BARE.split()},
    **{name: {"id"} for name in ("h2", "h3", "h4", "h5", "h6", "li")},
    "a": {"href", "title", "rel", "class", "role", "id", "aria-label"},
    "abbr": {"title"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "td": {"class"},
    "th": {"scope", "class"},
}
SCHEME = re.compile(r"[^/?#]*:")
SAFE = re.compile(r"https?://|mailto:", re.IGNORECASE)
OTHER_HOST = re.compile(r"https?:(?!//ok\.example)", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
FRAGMENTS = st.sampled_from(
    [
        *(
            "[^1]",
            "[^1]: n",
            "[^2]:\n    - x",
            "\n",
            "\n\n",
            "# ",
            "*",
            "**",
            "_",
            "`",
            "``",
            "```\n",
        ),
        *("~~", "[", "](", "![", ")", "<", ">", "> ", "- ", "1. ", "    ", "\t", "|", "\n-|-\n"),
        *("a|b\n-|-\n", "\\", "&amp;", "&#1;", "&#x202e;", "*[a]: b", "a", "b ", "http://x.y"),
        *("<http://x>", "<a@b>", ": ", "=====", "-----", '"', "'", "(", "{#i}", "javascript:"),
        *("data:", "//e", "/\\e", "\x02", "\x03", "klzzwxh:0", "wzxhzdk:1", "<b onclick=x>"),
        *("///Footnotes Go Here///", "</div>", "<!--", "[a]: b 'c'", "[a]", "\r", "\u2028", "\xa0"),
    ]
)


def hostile() -> list[str]:
    found: list[str] = []
    for file in sorted(HOSTILE.glob("*.json")):
        for entry in json.loads(file.read_text("utf-8")):
            found += [entry] if isinstance(entry, str) else map(str, entry.values())
    return [text.encode("utf-8", "replace").decode("utf-8") for text in found]


def faults_in(text: str, engine: str) -> list[str]:
    """Return everything in a rendered text that the rules do not allow."""
    place = Place("a.md", 1)
    body = render_markdown(text, engine=engine, place=place, image_hosts=("ok.example",)).value
    finished = body.parts[0] + "".join(
        escape(link) + part for link, part in zip(body.links, body.parts[1:], strict=True)
    )
    tree = list(html5lib.parseFragment(finished, namespaceHTMLElements=False).iter())[1:]
    return [
        *CONTROLS.findall(finished),
        *(link for link in body.links if re.match(r"[^/?#]*:|[/\\]{2}|$", link)),
        *(fault for one in tree for fault in faults_of(one.tag, one.attrib)),
        *faulty_ids([one.attrib for one in tree]),
    ]


def faults_of(tag: str, attributes: dict[str, str]) -> list[str]:
    found = [f"{tag}.{name}" for name in attributes if name not in ALLOWED.get(tag, ())]
    found += [] if tag in ALLOWED else [tag]
    address = attributes.get("href") or attributes.get("src") or "#"
    found += [address] if SCHEME.match(address) and not SAFE.match(address) else []
    return found + ([address] if tag == "img" and OTHER_HOST.match(address) else [])


def faulty_ids(attributes: list[dict[str, str]]) -> list[str]:
    ids = [one["id"] for one in attributes if "id" in one]
    notes = [one["href"] for one in attributes if "href" in one and "role" in one]
    doubled = [name for name in ids if ids.count(name) > 1]
    return doubled + [note for note in notes if note[1:] not in ids]


@pytest.mark.parametrize("engine", ENGINES)
@given(parts=st.lists(FRAGMENTS, max_size=25))
def test_random_markup(engine: str, parts: list[str]) -> None:
    """No mixture of markup gives an element, attribute, address or id that is not allowed."""
    assert faults_in("".join(parts), engine) == []


@pytest.mark.corpora
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collections of hostile text are not here")
@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_markdown(engine: str) -> None:
    """Public collections of attacks, pasted as Markdown, give nothing but harmless markup."""
    texts = hostile()

    sources = {text: f"{text}\n\n[x]({text}) ![y]({text}) <{text}>" for text in texts}
    faults = {text: faults_in(source, engine) for text, source in sources.items()}

    assert len(texts) > 1_000
    assert [text for text, found in faults.items() if found] == []


@pytest.mark.corpora
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collections of hostile text are not here")
@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_text(engine: str) -> None:
    """The same attacks as the text of a seed are shown letter by letter."""
    for raw in hostile():
        text = re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", " ", raw)
        source = escape_paragraph(text)
        body = render_markdown(source, engine=engine, place=Place("a.md")).value
        tree = html5lib.parseFragment("".join(body.parts), namespaceHTMLElements=False)

        assert " ".join("".join(tree.itertext()).split()) == " ".join(text.split())
        assert {one.tag for one in list(tree.iter())[1:]} <= {"p"}
