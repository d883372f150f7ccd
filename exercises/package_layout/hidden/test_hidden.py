"""Hidden suite of the package layout.

Whether two names mean one object is not asked: what is written on the one must be read off the other, a
number that the judge draws. For the package under another name it is imported once more inside, where its own
name leads to nothing; each question there comes with a name that only this run asks for.
"""

import mypackage
import pytest
from mypackage import helper as packages_helper
from mypackage.models import User as ModelsUser
from mypackage.models.user import User
from mypackage.utils import helper

AGAIN = """
import ast, contextlib, importlib, importlib.util, inspect, io, os, sys

folder = os.path.dirname(sys.modules["mypackage"].__file__)
for module in [module for module in sys.modules if module.partition(".")[0] == "mypackage"]:
    del sys.modules[module]
sys.modules["mypackage"] = None
printed = io.StringIO()
with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
    spec = importlib.util.spec_from_file_location(
        called, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    package = sys.modules[called] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    parts = {part: importlib.import_module(called + "." + part) for part in PARTS}
answer = ANSWER
"""
PARTS = ("utils", "models", "models.user")


def words(rng, count=3):
    """Some words in mixed case, with one blank between them."""
    letters = "aBcDeFgHiJkLmNoPqRsTuVwXyZ"
    return " ".join("".join(rng.choices(letters, k=rng.randint(2, 8))) for _ in range(count))


def again(sandbox, rng, answer, **names):
    """What the expression `answer` gives where the package was imported under another name."""
    code = AGAIN.replace("PARTS", repr(PARTS)).replace("ANSWER", answer)
    called = "package_" + "".join(rng.choices("abcdefgh", k=8))
    found = sandbox.make(
        "(exec(code, space), space['answer'])[1]", code=code, space={"called": called, **names}
    )
    return sandbox.value(found)


@pytest.mark.group("The function")
class TestHelper:
    @pytest.mark.points(1)
    def test_lower_case(self, rng):
        """makes all letters small"""
        for text in (words(rng), "ÄÖÜ Éa", "ALL", "Straße"):
            assert helper(text) == text.lower()

    @pytest.mark.points(1)
    @pytest.mark.hint("Tabs and line ends are whitespace too.")
    def test_ends(self, rng):
        """takes any whitespace off both ends"""
        text = words(rng).lower()
        for before, after in (("  ", ""), ("", "\n"), ("\t ", " \r\n"), ("\n\n", "\t")):
            assert helper(before + text + after) == text

    @pytest.mark.points(1)
    def test_middle(self, rng):
        """leaves the middle of the text alone"""
        first, second = words(rng, 1).lower(), words(rng, 1).lower()
        for between in ("  ", " \t ", "\n"):
            assert helper(f" {first}{between}{second} ") == first + between + second
        assert helper(" \t\n") == ""

    @pytest.mark.points(1)
    @pytest.mark.hint("Text that is cut again and again is copied again and again.")
    def test_long(self, rng):
        """is quick with a long text"""
        text = words(rng)
        assert helper(" " * 100_000 + text + "\n" * 100_000) == text.lower()


@pytest.mark.group("The class")
class TestUser:
    @pytest.mark.points(1)
    def test_key(self, rng):
        """gives the key of a name"""
        for _ in range(5):
            name = words(rng)
            assert User(f" {name}\n").key == name.lower()

    @pytest.mark.points(1)
    def test_users_are_apart(self, rng):
        """keeps the keys of several users apart"""
        names = [words(rng) for _ in range(4)]
        users = [User(name) for name in names]
        assert [user.key for user in users] == [name.lower() for name in names]

    @pytest.mark.points(1)
    def test_same_name(self, rng):
        """gives users of one name the same key, but is not mixed up by it"""
        name, other = words(rng), words(rng)
        first, second, third = User(name), User(other), User(name)
        assert [first.key, second.key, third.key] == [name.lower(), other.lower(), name.lower()]

    @pytest.mark.points(1)
    @pytest.mark.hint("`key` is an attribute or a property, not a method.")
    def test_plain(self, sandbox, rng):
        """has a key that is a plain text"""
        name = words(rng)
        assert type(User(name).key) is str
        assert User(name).key == name.lower()


@pytest.mark.group("The names")
class TestNames:
    @pytest.mark.points(1)
    def test_helper_is_one(self, rng):
        """has one function under both names"""
        number, text = rng.randrange(10**9), words(rng)
        packages_helper.mark = number
        assert helper.mark == number
        assert packages_helper(text) == text.lower()

    @pytest.mark.points(1)
    def test_user_is_one(self, rng):
        """has one class under both names"""
        number, name = rng.randrange(10**9), words(rng)
        ModelsUser.mark = number
        assert User.mark == number
        assert ModelsUser(name).key == name.lower()

    @pytest.mark.points(1)
    def test_attributes(self, rng):
        """can be reached from the package down"""
        name = words(rng)
        assert mypackage.utils.helper(name) == name.lower()
        assert mypackage.models.user.User(name).key == name.lower()

    @pytest.mark.points(1)
    @pytest.mark.hint("Take out what was printed to see what is imported when.")
    def test_prints_nothing(self, sandbox, rng):
        """prints nothing while it is imported"""
        name = words(rng)
        answer = again(sandbox, rng, "[parts['utils'].helper(name), printed.getvalue()]", name=name)
        assert answer == [name.lower(), ""]


@pytest.mark.group("Another name")
class TestAnotherName:
    @pytest.mark.points(1)
    @pytest.mark.hint("`from .utils import helper`, with a dot, is a relative import.")
    def test_helper(self, sandbox, rng):
        """offers the function under another name of the package"""
        text = words(rng)
        assert again(sandbox, rng, "package.helper(text)", text=f" {text} ") == text.lower()

    @pytest.mark.points(1)
    @pytest.mark.hint("In a sub-package two dots lead to the package around it.")
    def test_user(self, sandbox, rng):
        """makes users under another name of the package"""
        name = words(rng)
        found = again(sandbox, rng, "parts['models'].User(name).key", name=f" {name} ")
        assert found == name.lower()

    @pytest.mark.points(1)
    @pytest.mark.hint("What helper does is written once, in utils.py, and user.py gets it from there.")
    def test_relative_import(self, sandbox, rng):
        """imports relatively where users are made"""
        name = words(rng)
        found = again(
            sandbox,
            rng,
            "(source := inspect.getsource(parts['models.user']),"
            " [parts['models.user'].User(name).key, 'import_module' in source"
            " or any(getattr(node, 'level', 0) for node in ast.walk(ast.parse(source)))])[1]",
            name=name,
        )
        assert found == [name.lower(), True]

    @pytest.mark.points(1)
    def test_objects_are_one(self, sandbox, rng):
        """has one function and one class under another name of the package too"""
        numbers = [rng.randrange(10**9) for _ in range(2)]
        found = again(
            sandbox,
            rng,
            "(setattr(parts['utils'].helper, 'mark', numbers[0]),"
            " setattr(parts['models.user'].User, 'mark', numbers[1]),"
            " [package.helper.mark, parts['models'].User.mark])[2]",
            numbers=numbers,
        )
        assert found == numbers
