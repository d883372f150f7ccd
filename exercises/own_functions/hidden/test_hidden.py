"""Hidden suite of own_functions. The modules are written, and imported beside the submission."""

import string

import pytest
from solution import own_functions


def words(rng, count):
    """So many names, all different."""
    return rng.sample(["".join(rng.choices(string.ascii_lowercase, k=7)) for _ in range(99)], count)


def defined(names):
    return "".join(f"def {name}(): ...\n" for name in names)


@pytest.mark.group("Which functions")
class TestWhich:
    @pytest.mark.hint("An imported function can have any name. Each knows the module that it comes from.")
    def test_imported(self, import_module, rng):
        """not what was imported, from wherever and by whatever name"""
        name, first, second, third, fourth = words(rng, 5)
        helpers = f"{name}_helpers"
        import_module(helpers, defined([first, second, third]))
        code = (
            f"import {helpers}\nfrom {helpers} import {first}, {second} as {third}\n"
            "from os.path import join\nfrom textwrap import *\n"
            f"from textwrap import dedent as _{third}\n{defined([fourth, second])}"
        )
        assert own_functions(import_module(name, code)) == sorted([fourth, second])
        # Its name is the beginning, or the end, of the helper's.
        code = f"from {name} import {fourth}\nfrom {helpers} import {first}\n{defined([third])}"
        assert own_functions(import_module(f"{helpers}_more", code)) == [third]
        assert own_functions(import_module(name[2:], code)) == [third]

    @pytest.mark.hint("Much can be called that is no function.")
    def test_others(self, import_module, rng):
        """no classes, methods, built-in functions, and other objects that can be called"""
        name, *names = words(rng, 12)
        code = (
            "import functools, operator\nfrom math import sqrt\n"
            f"class {names[0]}:\n"
            f"    def __call__(self): ...\n    def {names[1]}(self): ...\n"
            f"    @staticmethod\n    def {names[2]}(): ...\n"
            f"{names[3]} = {names[0]}()\n{names[4]} = {names[3]}.{names[1]}\n{names[5]} = len\n"
            f"{names[6]} = functools.partial(print)\n{names[7]} = operator.itemgetter(1)\n"
            f"{names[8]} = 'text'\n"
            f"def {names[9]}():\n    def {names[10]}(): ...\n    return {names[10]}\n"
        )
        assert own_functions(import_module(name, code)) == [names[9]]

    @pytest.mark.hint("There is more than one way to write a function that inspect.isfunction knows.")
    def test_kinds(self, import_module, rng):
        """coroutine functions, generator functions and lambdas as well"""
        name, *names = words(rng, 6)
        code = (
            f"async def {names[0]}(): ...\ndef {names[1]}(): yield 1\nasync def {names[2]}(): yield 1\n"
            f"{names[3]} = lambda: 1\n{names[4]}: object = lambda *rest, key=None: rest\n"
        )
        assert own_functions(import_module(name, code)) == sorted(names)

    @pytest.mark.hint("What counts is what the module holds, and by which name.")
    def test_made(self, import_module, rng):
        """functions however they were made, by the names that the module has for them"""
        name, *names = words(rng, 9)
        code = (
            f"if True:\n    def {names[0]}(): ...\nelse:\n    def {names[1]}(): ...\n"
            f"def {names[2]}():\n    def {names[3]}(): ...\n    return {names[3]}\n"
            f"{names[4]} = {names[2]}()\n"
            f"for {names[5]} in range(3):\n    pass\n"
            f"def {names[6]}(): ...\ndel {names[6]}\ndef {names[7]}(): ...\n{names[7]} = 5\n"
        )
        assert own_functions(import_module(name, code)) == sorted([names[0], names[2], names[4]])

    @pytest.mark.hint("A decorated function is one of the module's own.")
    def test_decorated(self, import_module, rng):
        """decorated functions"""
        name, *names = words(rng, 6)
        code = (
            "import functools\nfrom contextlib import contextmanager\n"
            f"def {names[0]}(function):\n    @functools.wraps(function)\n"
            "    def wrapper(*args):\n        return function(*args)\n    return wrapper\n"
            f"def {names[1]}(function):\n    return lambda *args: function(*args)\n"
            f"@{names[0]}\ndef {names[2]}(): ...\n@{names[1]}\ndef {names[3]}(): ...\n"
            f"@contextmanager\ndef {names[4]}(): yield\n"
        )
        assert own_functions(import_module(name, code)) == sorted(names)

    @pytest.mark.hint("A name with underscores is a name.")
    def test_private(self, import_module, rng):
        """functions whose names begin or end with underscores"""
        name, first, second, third = words(rng, 4)
        names = [f"_{first}", f"__{second}", f"__{third}__", f"{first}_", "_"]
        code = f"__all__ = ['{first}_']\n{defined(names)}"
        assert own_functions(import_module(name, code)) == sorted(names)


@pytest.mark.group("The list")
class TestList:
    @pytest.mark.hint("A list that is sorted as sorted() does, capital letters first.")
    def test_sorted(self, import_module, rng):
        """is sorted, and a list of names"""
        name, *names = words(rng, 30)
        names = [rng.choice([one, one.title(), one.upper(), f"_{one}"]) for one in names]
        names += [f"f{number}" for number in rng.sample(range(1, 200), 20)]
        rng.shuffle(names)
        found = own_functions(import_module(name, defined(names)))
        assert type(found) is list
        assert found == sorted(names)

    @pytest.mark.hint("What is found in one module has nothing to do with the next.")
    def test_modules(self, import_module, sandbox, rng):
        """is that of the module that is given, and may be empty"""
        empty, *modules = words(rng, 4)
        assert own_functions(import_module(empty, "from os.path import join\nnumber = 5\n")) == []
        names = words(rng, 8)
        rng.shuffle(names)
        # They have names in common.
        parts = [names[:4], names[2:6], names[4:]]
        made = [import_module(module, defined(part)) for module, part in zip(modules, parts, strict=True)]
        for _ in range(2):
            for module, part in zip(made, parts, strict=True):
                assert own_functions(module) == sorted(part)
        found = own_functions(sandbox.make("__import__('textwrap')"))
        assert found == ["dedent", "fill", "indent", "shorten", "wrap"]
