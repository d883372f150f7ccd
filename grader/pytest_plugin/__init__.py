"""A plugin for pytest that runs a suite in a sandbox: `pytest exercises/flatten --solution FILE`.

Every pytest of an environment in which this package is installed loads this module. So it imports nothing,
and without `--solution` it does nothing but answer one question: why there is no module `solution`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--solution`, the only option that is always present."""
    parser.getgroup("grade", "exercises").addoption(
        "--solution", metavar="FILE",
        help="the submission that an exercise's suite runs against, in a sandbox; --help with it tells more",
    )  # fmt: skip


def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser) -> None:
    """Adds the other options if there is a solution, and makes it importable.

    They are added only then because their names are common enough to collide with other plugins'.
    """
    if early_config.known_args_namespace.solution is not None:
        from .session import add_options, begin_early

        add_options(parser)
        begin_early(early_config)


def pytest_configure(config: pytest.Config) -> None:
    """Lets the judge run the tests if `--solution` is given."""
    if config.option.solution is not None:
        from .session import begin

        begin(config)


def pytest_exception_interact(node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]) -> None:
    """Explains that `--solution` is missing if a suite cannot import `solution`."""
    if call.when != "collect" or call.excinfo is None:
        return
    cause = call.excinfo.value.__cause__
    if not isinstance(cause, ModuleNotFoundError) or cause.name != "solution":
        return
    if any((folder / "exercise.toml").is_file() for folder in node.path.parents):
        import pytest

        raise pytest.UsageError("This suite needs a solution to run against: add --solution FILE.")
