"""What all tests share: golden files, and property tests that depend on no clock."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline would make a test out of the machine's load; CI repeats the same examples each time.
settings.register_profile("dateline", deadline=None, derandomize="CI" in os.environ)
# pytest --hypothesis-profile=long: for a night, or after a change of what a key is made of.
settings.register_profile("long", settings.get_profile("dateline"), max_examples=2_000)
settings.load_profile("dateline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write golden files instead of comparing"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that holds a text to a golden file, or writes it with ``--accept``."""
    is_accepting = bool(request.config.getoption("--accept"))

    def hold(path: Path, actual: str) -> None:
        if is_accepting:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no golden file {path.name}: run scripts/accept"
        assert actual == path.read_text(encoding="utf-8")

    return hold
