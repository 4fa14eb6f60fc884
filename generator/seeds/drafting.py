"""One seed by itself: all that can be made of it before it has a place among the articles.

Seeds know nothing of each other here, so that several processes can share the work.
"""

from collections.abc import Callable, Mapping

from generator.diagnostics import Diagnostic, Place, warning
from generator.model import Recognise, Recognition, Seed, Taxonomy, TermId
from generator.seeds.compose import compose, in_its_language, names_of, new_identity
from generator.seeds.duplicates import text_of_seed
from generator.seeds.intake import Draft, Intake, Job
from generator.seeds.length import too_long
from generator.seeds.parse import parse_seed
from generator.seeds.shingles import shingles_of, sketch_of
from generator.taxonomy import Taxonomies

_Names = Mapping[Taxonomy, Mapping[TermId, str]]


def drafter(intake: Intake) -> Callable[[Job], Draft]:
    """Return what parses a seed, recognises what it is about and composes its article."""
    recognise, names = intake.recognise(), _names(intake.taxonomies)
    return lambda job: _draft(job, intake, recognise, names=names)


def _names(taxonomies: Taxonomies) -> _Names:
    """Return what editors call each term: by its name, and tags by their ids."""
    return {
        taxonomy: {term.id: term.id if taxonomy is Taxonomy.TAGS else term.name for term in terms}
        for taxonomy, terms in taxonomies.vocabulary.terms.items()
    }


def _draft(job: Job, intake: Intake, recognise: Recognise, *, names: _Names) -> Draft:
    parsed = parse_seed(job.path, job.raw, encoding=intake.settings.encoding)
    refused = too_long(parsed.value) if parsed.value else ()
    problems = (*parsed.problems, *refused)
    if refused or not parsed.value:
        return Draft(None, problems=problems)
    found = recognise(parsed.value)
    seed = in_its_language(parsed.value, found.language, intake.language)
    doubts: list[Diagnostic] = []
    terms = _terms(seed, found, intake.taxonomies, names=names, doubts=doubts)
    return Draft(
        compose(seed, terms, new_identity(seed, intake.today)),
        sketch_of(shingles_of(text_of_seed(seed))),
        is_dated=seed.published is not None,
        problems=problems,
        doubts=tuple(doubts),
    )


def _terms(
    seed: Seed,
    found: Recognition,
    taxonomies: Taxonomies,
    *,
    names: _Names,
    doubts: list[Diagnostic],
) -> Mapping[str, tuple[str, ...]]:
    about = names_of(found.countries, names[Taxonomy.COUNTRIES])
    mentions = names_of(found.mentions, names[Taxonomy.COUNTRIES])
    organisations = names_of(found.organisations, names[Taxonomy.ORGANISATIONS])
    countries, tags = (
        _declared(seed, taxonomy, taxonomies, names=names[taxonomy], doubts=doubts)
        for taxonomy in (Taxonomy.COUNTRIES, Taxonomy.TAGS)
    )
    countries = countries or about
    return {
        "countries": countries,
        "mentions": tuple(one for one in (*about, *mentions) if one not in countries),
        "tags": tags or tuple(str(one.term) for one in found.tags),
        "organisations": organisations,
        "people": tuple(one.name for one in found.people),
    }


def _declared(
    seed: Seed,
    taxonomy: Taxonomy,
    taxonomies: Taxonomies,
    *,
    names: Mapping[TermId, str],
    doubts: list[Diagnostic],
) -> tuple[str, ...]:
    """Return the terms that a seed itself declares, named as the vocabulary names them.

    A country that is not known is left out with a warning: there are no others.
    """
    terms: list[str] = []
    for word in _listed(seed.declared.get(taxonomy)):
        found = taxonomies.find(taxonomy, word)
        if found:
            terms.append(names[found.id])
        elif taxonomy is Taxonomy.COUNTRIES:
            place = Place(f"seeds/{seed.path}", seed.declared.line(taxonomy))
            message = f'no country is called "{word[:60]}"'
            hint = taxonomies.hint(taxonomy, word)
            doubts.append(warning(place, "unknown-country", message, hint))
        else:
            terms.append(word)
    return tuple(dict.fromkeys(terms))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for part in text.replace(";", ",").split(",") if (one := part.strip()))
