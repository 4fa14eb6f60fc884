"""What an article has for terms beside what is found in its text: who decided it, and when."""

from collections.abc import Iterable, Mapping
from datetime import date

from generator.escape import unescape_paragraph
from generator.frontmatter import Value, read
from generator.model import DateOrigin, Recognition, Seed, Taxonomy
from generator.taxonomy import Taxonomies, person_id

_LISTS = {
    "countries": Taxonomy.COUNTRIES,
    "mentions": Taxonomy.COUNTRIES,
    "tags": Taxonomy.TAGS,
    "organisations": Taxonomy.ORGANISATIONS,
    "people": Taxonomy.PEOPLE,
}

_Words = Mapping[str, str]
"""The terms of a list by id, as they are written."""


def decided(texts: tuple[str, str], found: Recognition, taxonomies: Taxonomies) -> Iterable[str]:
    """Yield, for each list of terms in front matter, where its entries come from.

    Args:
        texts: The article as it is, and as it was composed; the latter is empty without a seed.
        found: What is recognised today.
        taxonomies: All terms.
    """
    article, composed = texts
    fields, before = read("", article).value.fields, read("", composed).value.fields
    for key, taxonomy in _LISTS.items():
        today = _found(key, found)
        written = _words(fields.get(key), taxonomy, taxonomies)
        old = _words(before.get(key), taxonomy, taxonomies)
        names = {str(term.id): term.name for term in taxonomies.vocabulary.terms[taxonomy]}
        told = [f"{word} ({_origin(term, today=today, old=old)})" for term, word in written.items()]
        gone = [word for one, word in old.items() if one not in written]
        new = [names.get(one, today[one]) for one in today if one not in {**written, **old}]
        since = "found today, not when it was composed" if composed else "found, not listed"
        rest = (("taken out by the editor", gone), (since, new))
        told += [f"{what}: {', '.join(words)}" for what, words in rest if words]
        if told:
            yield f"    {key}: {'; '.join(told)}"


def _origin(term: str, *, today: _Words, old: _Words) -> str:
    if term in old:
        return "found" if term in today else "found when it was composed"
    return "by the editor, and found" if term in today else "by the editor"


def _words(value: Value | None, taxonomy: Taxonomy, taxonomies: Taxonomies) -> _Words:
    listed = value if isinstance(value, tuple) else (value,) if value else ()
    words: dict[str, str] = {}
    for one in listed:
        word = str(one)
        known = taxonomies.find(taxonomy, word)
        words[_identity(word, taxonomy) if not known else known.id] = word
    return words


def _identity(word: str, taxonomy: Taxonomy) -> str:
    return person_id(word) if taxonomy is Taxonomy.PEOPLE else word


def _found(key: str, found: Recognition) -> _Words:
    if key == "people":
        return {person_id(one.name): one.name for one in found.people}
    terms = {
        "countries": found.countries,
        "mentions": found.mentions,
        "tags": found.tags,
        "organisations": found.organisations,
    }
    return {one.term: one.term for one in terms[key]}


def text_as_seed(path: str, article: str) -> Seed:
    """Return an article that no seed made, or whose seed is gone, as one that could have been."""
    matter = read(path, article).value
    paragraphs = (" ".join(one.split()) for one in matter.body.split("\n\n"))
    day = str(matter.fields.get("date", ""))[:10]
    return Seed(
        path,
        "",
        str(matter.fields.get("title", "")),
        tuple(unescape_paragraph(one) for one in paragraphs if one),
        published=_date(day),
        date_origin=DateOrigin.DECLARED if _date(day) else DateOrigin.INGESTED,
    )


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
