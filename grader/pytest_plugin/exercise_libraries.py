"""An exercise's libraries in the process of an author's pytest, which may have imported others already."""

from __future__ import annotations

import importlib
import os
import sys
from importlib.metadata import distributions

import pytest

from ..exercises.exercise import Exercise
from ..grading.opening import offer_libraries
from ..judge.inside.frameworks import fixtures, plugins
from ..judge.inside.solution import offer
from ..judge.talk.conversation import Conversation

# The package that talks to Docker's engine uses `requests`, which shall not be the sandbox's.
_BEFORE = "docker"
# Modules with these endings cannot be imported twice.
_COMPILED = (".so", ".pyd")


def use(config: pytest.Config, conversation: Conversation, exercise: Exercise) -> None:
    """Lets suites import the exercise's libraries, and lets pytest load the plugins among them.

    Raises:
        GraderError: they cannot be had for the interpreter that runs this.
    """
    folder = offer_libraries(exercise, lambda text: print(text, file=sys.stderr))
    if not folder:
        return
    importlib.import_module(_BEFORE)
    frameworks, manager = exercise.frameworks, config.pluginmanager
    conversation.imported.allow(folder)
    _forget_others(folder, config)
    offer(conversation, frameworks=frameworks)
    unfit = plugins(frameworks)
    for library in distributions(path=[folder]):
        for point in library.entry_points.select(group="pytest11"):
            if point.name not in unfit:
                manager.load_setuptools_entrypoints("pytest11", name=point.name)
    for plugin in fixtures(frameworks, conversation.imported):
        manager.register(plugin)


def _forget_others(folder: str, config: pytest.Config) -> None:
    """Forgets imported modules that `folder` has as well, unless pytest has loaded plugins of theirs."""
    loaded = {str(getattr(plugin, "__name__", "")) for plugin in config.pluginmanager.get_plugins()}
    own = {"pytest", "pluggy", "iniconfig", "packaging", "pygments", *(_root(name) for name in loaded)}
    names = {entry.removesuffix(".py") for entry in os.listdir(folder)} - own
    modules = {name: (module, str(getattr(module, "__file__", ""))) for name, module in sys.modules.items()}
    compiled = {_root(module.__name__) for module, file in modules.values() if file.endswith(_COMPILED)}
    for name, (_, file) in modules.items():
        if _root(name) in names - compiled and not file.startswith(f"{folder}{os.sep}"):
            del sys.modules[name]


def _root(name: str) -> str:
    return name.partition(".")[0]
