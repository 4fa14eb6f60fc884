"""Detection: which language a text is in, and that English is never taken for another."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Declared, Seed
from generator.recognition import LANGUAGES, recognise
from generator.recognition.language import declared_language, detected_language, language_in
from generator.recognition.recognise import Languages
from generator.seeds.parse import parse_seed
from tests.recognition.seeds import seed, shipped

CORPORA = Path(__file__).parent.parent.parent.parent / "shared" / "corpora"

NEIGHBOURS = {
    "pt": "Portugal vai comprar mais navios e a entrega não será antes de 2030, disse o ministro.",
    "it": "Il ministro ha detto che l'Italia non è pronta e che la nave resta in porto, dopo anni.",
    "nl": "De minister heeft gezegd dat het fregat niet voor het einde van het jaar komt.",
    "sv": "Ministern sade att det är viktigt att inte vänta med att köpa vagnar från landet.",
    "cs": "Ministr řekl, že armáda dostane nové tanky, které budou dodány podle něj do konce roku.",
    "be": "Міністр сказаў, што гэта не апошняя пастаўка для войска, якая была ў планах на восень.",
    "bg": "Министърът каза, че това не е последната доставка за армията, която ще има през есента.",
    "sr": "Министар је рекао да ће војска добити нове тенкове који су већ у земљи и да није крај.",
}


@pytest.mark.parametrize("language", sorted(NEIGHBOURS))
def test_neighbours(language: str) -> None:
    """A language that no names are known in is not taken for one of those that are."""
    assert language_in(NEIGHBOURS[language]) == language
    assert language not in LANGUAGES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "F-35",
        "NATO",
        "12 34 56",
        "Leopard 2A8, Patriot PAC-3, IRIS-T SLM",
        "BANCO DE LA NACION SA 1ST QTR NET",
        "Bank of France sells Caisse de Refinancement de l'Habitat",
    ],
)
def test_unclear(text: str) -> None:
    """A text of names and numbers is in no language for certain."""
    assert language_in(text) in {"", "en"}


def test_english_with_foreign_names() -> None:
    """English news of places with foreign letters is English."""
    text = (
        "Gitanas Nausėda met Władysław Kosiniak-Kamysz in Šiauliai and said that the Rūdninkai "
        "range would open. Recep Tayyip Erdoğan was in Diyarbakır, İzmir and Şırnak."
    )

    assert language_in(text) == "en"


def test_english_with_a_quotation() -> None:
    """A sentence in German does not make an English article German."""
    text = (
        '"Wir werden das nicht hinnehmen, und es ist auch nicht das letzte Wort", the minister '
        "said after the meeting. The remark was seen as a rebuke of the chancellor, who had "
        "said that the order would be placed before the end of the year."
    )

    assert language_in(text) in {"", "en"}


def test_german_with_an_english_title() -> None:
    """An English title at the start of a German article does not make it English."""
    text = (
        "Konferenz „The Future of the Alliance and its Partners“ eröffnet. Die Teilnehmer wollen "
        "bis zum Freitag über die Lage in der Ostsee und über neue Fähigkeiten sprechen. Das "
        "Treffen findet zum dritten Mal statt, und es ist nicht öffentlich."
    )

    assert language_in(text) == "de"


@pytest.mark.parametrize(
    ("declared", "language"), [("de-AT", "de"), ("PT-br", "pt"), ("en", "en"), ("", "")]
)
def test_declared(declared: str, language: str) -> None:
    """The region of a declared language does not matter."""
    fields = (("language", declared),) if declared else ()

    assert declared_language(Seed("a", "", "", (), declared=Declared(fields))) == language


def test_headline_and_paragraphs() -> None:
    """Headline and paragraphs are looked at together."""
    item = seed("Neue Panzer", "Sie sind da.", "Das teilte die Brigade mit, und es war auch Zeit.")

    assert detected_language(item) == "de"


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Whatever the text, there is an answer, and the same one again."""
    assert language_in(text) == language_in(text)


def test_only_what_is_asked_for() -> None:
    """English articles load no tables of other languages."""
    languages = Languages(lambda language: pytest.fail(f"loaded {language}"))
    text = "The ministry said that the frigate would leave the port for a mission of six months."

    assert recognise(seed("Frigate leaves", text), shipped(), languages).language == "en"


def test_unclear_text_is_read_as_the_site() -> None:
    """A text in no clear language is read in that of the site."""
    asked: list[str] = []
    languages = Languages(lambda language: asked.append(language) or shipped(), site="lt")  # type: ignore[func-returns-value]  # append gives nothing, so the gazetteer is returned

    recognise(seed("F-35"), shipped(), languages)

    assert asked == ["lt"]


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")
@pytest.mark.parametrize("corpus", ["reuters", "geonews", "dvids", "newswire", "ecb"])
def test_english_news(corpus: str) -> None:
    """No English article of the corpora is taken for another language."""
    with gzip.open(CORPORA / corpus / "seeds.jsonl.gz", "rt", encoding="utf-8") as file:
        seeds = [parse_seed("a.txt", row["text"].encode()).value for row in map(json.loads, file)]

    assert {detected_language(one) for one in seeds if one} <= {"en", ""}
