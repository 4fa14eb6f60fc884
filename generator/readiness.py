"""Makes sure that an output folder is ours, and that nothing is left to do in it."""

from pathlib import Path

from generator.diagnostics import BuildFailed, Diagnostic
from generator.output.place import check_output_folder
from generator.output.remains import may_remain
from generator.project import Project


def prepare_output(project: Project, home: Path) -> None:
    """Refuse an output folder that is not ours, and complete what an earlier build left."""
    problems = output_problems(project, home)
    if problems:
        raise BuildFailed(problems)
    complete_earlier(project.output)


def complete_earlier(output: Path) -> None:
    """Complete or clear away what an interrupted build has left in a folder that is ours."""
    if may_remain(output):
        # Imported here, since nearly always nothing is left.
        from generator.output.publish import recover  # noqa: PLC0415

        recover(output)


def output_problems(project: Project, home: Path) -> tuple[Diagnostic, ...]:
    """Return what keeps the output folder from being published into."""
    sources = (project.seeds, project.content, project.themes[0], project.templates)
    return check_output_folder(project.output, project.root, sources=sources, home=home)
