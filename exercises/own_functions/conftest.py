"""What both suites of own_functions share."""

import pytest


@pytest.fixture
def import_module(sandbox):
    """Imports a module of this name and code, where the submission can be given it."""

    def import_module(name, code):
        path = sandbox.file(f"{name}.py", code)
        return sandbox.make(
            "[path := __import__('sys').path, folder in path or path.insert(0, folder),"
            " __import__('importlib').import_module(name)][2]",
            folder=path.rpartition("/")[0], name=name,
        )  # fmt: skip

    return import_module
