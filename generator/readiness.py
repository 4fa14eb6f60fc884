"""Makes sure that an output folder is ours, and that nothing is left to do in it."""

from pathlib import Path

from generator.diagnostics import BuildFailed, Diagnostic
from generator.output.place import check_output_folder
from generator.output.publish import recover
from generator.project import Project


def prepare_output(project: Project, home: Path) -> None:
    """Refuse an output folder that is not ours, and complete what an earlier build left."""
    problems = output_problems(project, home)
    if problems:
        raise BuildFailed(problems)
    recover(project.output)


def output_problems(project: Project, home: Path) -> tuple[Diagnostic, ...]:
    """Return what keeps the output folder from being published into."""
    sources = (project.seeds, project.content, project.themes[0], project.templates)
    return check_output_folder(project.output, project.root, sources=sources, home=home)
