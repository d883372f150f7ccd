"""Usual idioms of pytest and unittest; all of them pass for the solution beside this."""
import asyncio, collections, copy, dataclasses, inspect, io, logging, os, random, sys, time, types, unittest, warnings, json
import collections.abc as abc
from unittest import mock
import pytest
import solution
from solution import *
from solution import OwnError, Level, Perm, Point, Item, Vector, Stack, VERSION, LIMITS

def test_constants():
    assert VERSION == "1.2" and LIMITS == (1, 2) and solution.VERSION == "1.2"
    assert {VERSION: 1}["1.2"] == 1
def test_warns():
    with pytest.warns(DeprecationWarning, match="careful"):
        assert warn() == 1
def test_recwarn(recwarn):
    warn(); assert len(recwarn) == 1 and "careful" in str(recwarn[0].message)
def test_log(caplog):
    caplog.set_level(logging.INFO)
    shout()
    assert [r.levelname for r in caplog.records] == ["INFO", "ERROR"] and "hello 5" in caplog.text
def test_log_default(caplog):
    shout()
    assert caplog.messages == ["bad"]
class T(unittest.TestCase):
    def setUp(self): self.v = Vector(1, 2)
    def test_logs(self):
        with self.assertLogs("mine", level="INFO") as cm: shout()
        self.assertEqual(len(cm.output), 2)
    def test_err(self):
        with self.assertRaises(OwnError) as cm: fail(1)
        self.assertEqual(cm.exception.code, 7); self.assertEqual(str(cm.exception), "no")
        self.assertEqual(cm.exception.args, ("no",))
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertEqual(cb(lambda x: x + 1, i), i + 1 if i else 0)
    def test_w(self):
        with self.assertWarns(DeprecationWarning): warn()
    def test_eq(self): self.assertEqual(self.v, Vector(1, 2)); self.assertNotEqual(self.v, Vector(2, 2)); self.assertTrue(self.v); self.assertFalse(Vector(0, 0))
    def test_is(self): self.assertIsInstance(self.v, Vector); self.assertIs(Level(1), Level.LOW); self.assertCountEqual([1,2],[2,1])


def test_patch_random():
    with mock.patch("random.randint", return_value=4) as m:
        assert roll() == 4
    m.assert_called_once_with(1, 6)
    assert 1 <= roll() <= 6
def test_patch_object(monkeypatch):
    monkeypatch.setattr(random, "randint", lambda a, b: 9)
    assert roll() == 9
def test_patch_solution(monkeypatch):
    monkeypatch.setattr(solution, "roll", lambda: 3)
    assert solution.roll() == 3
@mock.patch("time.sleep")
def test_sleep(sleep):
    assert wait() == "waited"; sleep.assert_called_once_with(100)
@mock.patch("solution.time.sleep")
def test_sleep2(sleep):
    assert wait() == "waited"; sleep.assert_called_once_with(100)
def test_env(monkeypatch):
    monkeypatch.setenv("MODE", "x"); monkeypatch.setattr(sys, "argv", ["p", "a"])
    assert env() == ("x", ["a"])
def test_env2():
    with mock.patch.dict(os.environ, {"MODE": "y"}): assert env()[0] == "y"
    assert env()[0] == "none"
def test_input(monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda p: "Ada")
    assert ask() == "Ada"
def test_stdin(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("Bob\n"))
    assert ask() == "Bob"
    assert capsys.readouterr().out == "name? "
def test_capsys(capsys):
    echo(1, 2); got = capsys.readouterr(); assert got.out == "1 2\n" and got.err == "err\n"
def test_print_mock():
    with mock.patch("builtins.print") as p: echo(3)
    p.assert_any_call(3)
def test_key():
    with pytest.raises(KeyError) as e: fail(2)
    assert e.value.args == ("k",) and type(e.value) is KeyError
def test_cause():
    with pytest.raises(RuntimeError) as e: fail(3)
    assert isinstance(e.value.__cause__, ZeroDivisionError)
def test_exit():
    with pytest.raises(SystemExit) as e: fail(4)
    assert e.value.code == "bye"
def test_own():
    with pytest.raises(OwnError, match="^no$") as e: fail(1)
    assert e.value.code == 7 and issubclass(OwnError, ValueError) and type(e.value) is OwnError
    try: fail(1)
    except OwnError as exc: assert exc.code == 7
def test_with_interrupt():
    for kind in (KeyboardInterrupt, SystemExit, KeyError):
        held = Held()
        with held: raise kind("x")
        assert held.seen == (kind.__name__, kind is KeyError)
def test_gen():
    g = gen(2); assert next(g) == 0; assert g.send("a") == 1
    with pytest.raises(StopIteration) as e: g.send("b")
    assert e.value.value == ["a", "b"]
    assert isinstance(gen(1), types.GeneratorType) and isinstance(gen(1), abc.Iterator) and not callable(gen(1))
    g = gen(3); next(g); g.close()
    with pytest.raises(StopIteration): next(g)
    with pytest.raises(ValueError):
        h = gen(3); next(h); h.throw(ValueError("x"))
class Db:
    def __init__(self): self.rows = {}; self.count = 0
    def save(self, k, v): self.rows[k] = v
    def find(self, k): return self.rows[k]
    def __len__(self): return len(self.rows)
    def __getitem__(self, k): return k * 2
    def __contains__(self, k): return k in self.rows
def test_db():
    db = Db(); assert use(db) == ([1], 1, "kk", True); assert db.count == 5
def test_mock():
    m = mock.MagicMock(); m.find.return_value = 3; m.__len__.return_value = 7; m.__getitem__.return_value = 1; m.__contains__.return_value = True
    assert use(m) == (3, 7, 1, True); m.save.assert_called_once_with("a", [1])
class Client:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return None
    async def fetch(self, url): await asyncio.sleep(0); return url.upper()
async def test_async(): assert await aget(Client(), "u") == "U"
def test_async2(): assert asyncio.run(aget(Client(), "u")) == "U"
def test_tmp(tmp_path):
    (tmp_path / "in.txt").write_text("x")
    assert write(tmp_path) == ["in.txt", "out.txt", "sub"]
    assert (tmp_path / "out.txt").read_text() == "hi" and (tmp_path / "sub").is_dir()
    assert open(tmp_path / "out.txt").read() == "hi"
def test_vector():
    v = Vector(1, 2)
    assert v + Vector(1, 1) == Vector(2, 3) and 2 * v == Vector(2, 4) and -v == Vector(-1, -2)
    assert repr(v) == "Vector(1, 2)" and str(v) == "Vector(1, 2)" and f"{v!r}" == "Vector(1, 2)" and f"{v}" == "Vector(1, 2)"
    assert abs(Vector(3, 4)) == 5.0 and list(v) == [1, 2] and v[1] == 2 and len(v) == 2
    assert len({v, Vector(1, 2)}) == 1 and v in [Vector(1, 2)] and v != Vector(3, 3)
    a, b = v; assert (a, b) == (1, 2)
    assert not isinstance(v, abc.Callable) and isinstance(v, abc.Iterable) and isinstance(v, abc.Hashable)
    assert many() == [Vector(1, 2), Vector(3, 4)]
    with pytest.raises(TypeError): v < Vector(1, 1)
    with pytest.raises(TypeError): v - v
    assert hasattr(v, "x") and not hasattr(v, "z") and vars(v) == {"x": 1, "y": 2}
    v.x = 9; assert v.x == 9; del v.x
    with pytest.raises(AttributeError): v.x
def test_item():
    i = Item("a", 2.0)
    assert i == Item("a", 2.0) and i < Item("b") and sorted([Item("b"), Item("a")])[0].name == "a"
    assert dataclasses.is_dataclass(Item) and dataclasses.asdict(i) == {"name": "a", "price": 2.0}
    assert [f.name for f in dataclasses.fields(Item)] == ["name", "price"]
    assert dataclasses.replace(i, price=3.0).price == 3.0 and i.total() == 4.0
    assert repr(i) == "Item(name='a', price=2.0)"
def test_enum():
    assert lvl() is Level.LOW and Level.LOW == 1 and Level.LOW < Level.HIGH and Level["HIGH"] is Level.HIGH and Level(2) is Level.HIGH
    assert [m.name for m in Level] == ["LOW", "HIGH"] and len(Level) == 2 and Level.LOW in Level and Level.LOW.value == 1
    assert (Perm.R | Perm.W) == Perm(3) and Perm.R in (Perm.R | Perm.W) and isinstance(Level.LOW, int)
    with pytest.raises(ValueError): Level(9)
def test_point():
    p = pt(); assert p == (1, 2, 3) and p.x == 1 and p.count == 3 and p._asdict() == {"x": 1, "y": 2, "count": 3} and isinstance(p, Point) and isinstance(p, tuple)
    x, y, c = p; assert p._replace(x=5) == (5, 2, 3) and Point(1, 2, 3) == p and p[0] == 1 and Point._fields == ("x", "y", "count")
def test_stack():
    s = Stack(); s.push(1); s.push(2); s.append(3)
    assert s == [1, 2, 3] and len(s) == 3 and s.top == 3 and s[0] == 1 and list(s) == [1, 2, 3] and 2 in s and isinstance(s, list) and isinstance(s, Stack)
    assert s != [1] and bool(s) and not Stack() and Stack.of(1, 2) == [1, 2] and Stack.name() == "stack" and sorted(s, reverse=True) == [3, 2, 1]
    assert [1, 2, 3] == s and s.pop() == 3 and s == Stack([1, 2])
def test_signature():
    assert list(inspect.signature(typed).parameters) == ["a", "b", "c"] and inspect.signature(typed).parameters["b"].default == "x"
    assert inspect.isfunction(typed) and inspect.isgeneratorfunction(gen) and asyncio.iscoroutinefunction(aget) and inspect.isclass(Vector)
    assert typed.__name__ == "typed" and Vector.__name__ == "Vector" and typed.__annotations__["a"] is int
def test_counter():
    got = inc(); assert got == solution.counter and solution.CACHE[got] == got
def test_reenter():
    assert cb(lambda n: cb(lambda m: m * 2, n), 4) == 8
def test_type(): assert typ(1) is int and typ(Vector(1, 2)) is Vector
def test_set_cache():
    solution.CACHE["k"] = 1
    assert solution.CACHE["k"] == 1 and "k" in solution.CACHE
@pytest.mark.parametrize("f,want", [(roll, 1), (many, 2)])
def test_param(f, want): assert f() in range(1, 7) if want == 1 else len(f()) == 2
@pytest.mark.parametrize("m", [Level.LOW, Level.HIGH])
def test_param_enum(m): assert m.value in (1, 2)
def test_now():
    with mock.patch("time.time", return_value=5.0): assert now() == 5.0
def test_chdir(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path); write(tmp_path); assert os.path.exists("out.txt")


def test_dicts_that_are_changed():
    for kind in (collections.OrderedDict, collections.Counter, dict):
        things = kind({"a": 2, "b": 3}); assert take_last(things, "a") == 2 and things == kind({"b": 3})
def test_deques_and_defaults_that_are_changed():
    queue = collections.deque([1, [2]], maxlen=3); inner = queue[1]
    assert take_last(queue) is inner and queue == collections.deque([1])
    queue.extend([5, 6, 7]); assert take_last(queue) == 7 and list(queue) == [5, 6]
    counts = collections.defaultdict(int); kept = Kept(counts)
    assert kept.add("x") is counts and counts == {"x": 1} and counts["y"] == 0 and kept.add("y") == {"x": 1, "y": 1}
def test_another_init():
    with mock.patch.object(Kept, "__init__", return_value=None) as init:
        assert not hasattr(Kept(5), "things")
    init.assert_called_once_with(5); assert Kept(6).things == 6
    with mock.patch.object(Kept, "__init__", lambda self, things: setattr(self, "things", 2 * things)): assert kept(4).things == 8
def test_operators_of_values():
    assert Coins(3) + 4 == 7 == 4 + Coins(3) and type(Coins(3) + 4) is Coins and Coins(3) - 1 == 2 and type(Coins(3) - 1) is int and sum([Coins(1), Coins(2)]) == 3
    coins = Coins(1); coins += 2; assert coins == 3 and type(coins) is Coins and Coins(3).__add__(4) == 7 and {Coins(3): "x"}[3] == "x" and max(Coins(2), 1) == 2
def test_operators_of_tuples():
    assert Arrow(1, 2) + Arrow(3, 4) == Arrow(4, 6) == (4, 6) and -Arrow(1, 2) == Arrow(-1, -2) and abs(Arrow(3, 4)) == 5 and 2 * Arrow(1, 2) == Arrow(1, 2) * 2 == Arrow(2, 4)
    with pytest.raises(TypeError): Arrow(1, 2) - Arrow(1, 2)
    assert len(Arrow(1, 2)) == 2 and list(Arrow(1, 2)) == [1, 2] and Arrow(1, 2)[0] == 1 and not Arrow(0, 0) and Arrow(1, 0) and Arrow(2, 1) > Arrow(1, 2)
def test_order_of_texts():
    assert Release("1.9") < Release("1.10") and sorted([Release("2.0"), Release("1.10"), Release("1.9")]) == ["1.9", "1.10", "2.0"] and Release("1.0") == Release("1.00") != Release("1.1")
    assert len({Release("1.0"), Release("1.00")}) == 1 and Release("1.00") in [Release("1.0")] and Release("1.00") in {Release("1.0")} and "1" in Release("2.1") and len(Release("1.10")) == 2 and Release("3.1")[0] == 3
    assert releases() == {Release("1.0"): "first"} and releases()[Release("1.00")] == "first"
def test_value_of_no_named_class(): assert unnamed() == 5 and unnamed() + 1 == 6 and unnamed() < 6
def test_methods_below_lists():
    assert Bag([1, 2]) == Bag([2, 1]) and not Bag([1, 2]) != Bag([2, 1]) and Bag([1]) != Bag([2]) and Bag([1, 2]) - Bag([2]) == Bag([1]) == [1]
    assert Bag([9]) > Bag([1, 1]) and sorted([Bag([9]), Bag([1, 1])])[0] == [1, 1] and not Bag([0]) and Bag([0, 1]) and Bag([1, 2]).__eq__(Bag([2, 1])) is True
def test_hashes_below_lists(): assert len({Bag([1, 2]), Bag([2, 1])}) == 1 and {Bag([1, 2]): "a"}[Bag([2, 1])] == "a"
def test_methods_below_dicts(): assert "A" in Folded(a=1) and Folded(a=1)["A"] == 1 and Folded(a=1) == {"a": 1} and "b" not in Folded(a=1)
def test_equal_to_values(): assert Release("1.0") == "1.0" and Release("1.0") in ["2.0", "1.0"] and Bag([1, 2]) == [1, 2] and not Bag([1]) != [1]
