"""What both suites of own_functions share."""

import pytest


@pytest.fixture
def import_module(sandbox):
    """Imports a module with a given name and code inside the sandbox, to pass it to the submission."""

    def import_module(name, code):
        path = sandbox.file(f"{name}.py", code)
        return sandbox.make(
            "[path := __import__('sys').path, folder in path or path.insert(0, folder),"
            " __import__('importlib').import_module(name)][2]",
            folder=path.rpartition("/")[0], name=name,
        )  # fmt: skip

    return import_module
