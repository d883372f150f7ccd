# exercise: package_layout
"""The names are imported when somebody asks for them."""

import importlib


def __getattr__(name):
    if name == "helper":
        return importlib.import_module(".utils", __name__).helper
    raise AttributeError
