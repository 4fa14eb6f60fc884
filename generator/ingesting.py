"""Makes articles of the seeds of a project: the intake of ``seeds`` with its own tables."""

from datetime import date
from functools import cache

from generator.code import PACKAGE
from generator.diagnostics import BuildFailed, Checked, errors_in
from generator.model import Recognise
from generator.project import Project
from generator.seeds.ingest import Ingested, Intake, ingest
from generator.taxonomy import Taxonomies, load_taxonomies
from generator.uncollected import uncollected


def terms_of(project: Project) -> Checked[Taxonomies]:
    """Return the terms of a project: the shipped tables and the editor's."""
    return load_taxonomies(PACKAGE / "data", project.content / "taxonomies")


@uncollected()
def ingest_seeds(
    project: Project,
    *,
    today: date,
    jobs: int,
    dry_run: bool = False,
    terms: Checked[Taxonomies] | None = None,
) -> Checked[Ingested]:
    """Make articles of what is new or changed in the seeds of a project.

    ``terms`` are those of the project, if they have been read already.

    Raises:
        BuildFailed: the editor's tables hold errors; nothing was ingested.
    """
    taxonomies = terms or terms_of(project)
    if errors_in(taxonomies.problems):
        raise BuildFailed(taxonomies.problems)

    @cache
    def recognise() -> Recognise:
        # Imported here, so that a build without new seeds does not wait for it.
        from generator.recognising import recogniser  # noqa: PLC0415

        return recogniser(PACKAGE / "data", taxonomies.value, project.settings.language)()

    intake = Intake(
        seeds=project.seeds,
        content=project.content,
        settings=project.seed_settings,
        taxonomies=taxonomies.value,
        recognise=recognise,
        today=today,
        language=project.settings.language,
    )
    return ingest(intake, jobs=jobs, dry_run=dry_run)
