"""More idioms of pytest and unittest; all of them pass for `more_solution` beside this."""
import asyncio, collections, contextlib, copy, dataclasses, enum, functools, inspect, io, itertools, json, os, pickle, queue, random, re, sys, threading, typing
from unittest import mock
import pytest
import solution
from solution import *


def test_threads_of_the_suite():
    account, results = Account(), []
    def work():
        for _ in range(5): results.append(account.pay(1))
    threads = [threading.Thread(target=work) for _ in range(20)]
    [t.start() for t in threads]; [t.join() for t in threads]
    assert account.balance == 100 and sorted(results) == list(range(1, 101))
def test_threads_in_call_backs():
    account, seen = Account(), []
    def back():
        thread = threading.Thread(target=lambda: seen.append(account.pay(2)))
        thread.start(); thread.join(); return "called"
    assert call(back) == "called" and seen == [2]
def test_iterator_is_its_own():
    down = Down(3); assert iter(down) is down and next(down) == 3 and list(down) == [2, 1]
    assert next(down, "over") == "over"; down.n = 1; assert next(down) == 1
    things = iter(Box(1, 2)); assert iter(things) is things and list(things) == [1, 2] and list(things) == []
def test_what_a_dict_says_it_contains():
    folded = Folded(a=1); assert "A" in folded and "b" not in folded and folded == {"a": 1} and list(folded) == ["a"]
def test_iterator_begins_anew():
    again = Again(3); assert next(iter(again)) == 3 and list(itertools.islice(again, 2)) == [3, 2] and list(again) == [3, 2, 1]
    assert [(a, b) for a in again for b in again] == [(3, 3), (3, 2), (3, 1)]
def test_iterator_of_the_first_loop_only():
    twin = Twin(2); assert [(a, b) for a in twin for b in twin] == [(2, 2), (2, 1), (1, 2), (1, 1)]
def test_iterator_goes_on_after_a_loop():
    down = Down(60)
    for n in down:
        if n == 20: break
    assert next(down) == 19 and sum(down) == sum(range(19))
def test_generator_result():
    def outer():
        result = yield from parts(); yield result
    assert list(outer()) == [1, None, "done"]
    gen = parts(); assert next(gen) == 1 and gen.send(5) == 5
    with pytest.raises(StopIteration) as end: next(gen)
    assert end.value.value == "done"
def test_loop_of_the_suite(): assert asyncio.run(both(1, 2)) == [2, 4] and asyncio.run(doubled(4)) == 8
def test_own_exception_through_the_suite():
    def bad(): raise Full("mine", 9)
    assert caught(bad) == ("box", 9, "mine")
    with pytest.raises(Full) as failure: call(bad)
    assert failure.value.code == 9 and failure.value.args == ("mine",)
    assert caught(mock.Mock(side_effect=BoxError("m", 4))) == ("box", 4, "m")
def test_exception_of_the_suite():
    class Mine(LookupError): pass
    exc = Mine("gone")
    def bad(): raise exc
    with pytest.raises(Mine) as failure: call(bad)
    assert failure.value is exc and caught(bad) == ("Mine", "gone") and same(exc) is exc
def test_exception_class_of_the_suite():
    class Mine(Exception): pass
    tries = []
    @again(3, kinds=(Mine,))
    def bad(): tries.append(1); raise Mine("no")
    with pytest.raises(Mine, match="^no$"): bad()
    assert len(tries) == 3
    @again(3, kinds=(KeyError,))
    def other(): tries.append(1); raise Mine("no")
    with pytest.raises(Mine): other()
    assert len(tries) == 4
def test_context():
    with pytest.raises(ValueError) as failure: in_context()
    assert type(failure.value.__context__) is KeyError and failure.value.__cause__ is None and not failure.value.__suppress_context__
def test_notes():
    with pytest.raises(ValueError, match="look here") as failure: noted()
    assert failure.value.__notes__ == ["look here"]
def test_group():
    with pytest.raises(ExceptionGroup) as failure: several()
    assert [type(e) for e in failure.value.exceptions] == [ValueError, Full] and failure.value.exceptions[1].code == 3
    assert failure.value.message == "several" and failure.group_contains(Full, match="b")
def test_exceptions_of_libraries():
    with pytest.raises(dataclasses.FrozenInstanceError): Spot(1).x = 2
    with pytest.raises(json.JSONDecodeError) as failure: parse("{")
    assert failure.value.pos == 1
def test_decorators():
    @counted
    def greet(name: str, *, loud=False) -> str:
        """Greets."""
        return name.upper() if loud else name
    greet("a")
    assert greet.__doc__ == "Greets." and greet.__name__ == "greet" and greet.count == 1
    assert list(inspect.signature(greet).parameters) == ["name", "loud"] and greet.__annotations__ == {"name": str, "return": str}
    assert greet("b", loud=True) == "B"
    with pytest.raises(TypeError): greet()
def test_wrapped():
    def plain(): pass
    plain.tag = "t"
    assert counted(plain).__wrapped__ is plain and counted(plain).tag == "t"
def test_module(): assert solution.__version__ == "3.1"
def test_source():
    assert "sorted(" in inspect.getsource(ordered) and "corners" in inspect.getsource(Square)
    assert inspect.isabstract(Shape) and not inspect.isabstract(Square)
    assert isinstance(inspect.getattr_static(Square, "corners"), staticmethod)
def test_names():
    assert "put" in dir(Box) and "things" in dir(Box()) and "get" not in dir(Box())
    assert "put" in [name for name, _ in inspect.getmembers(Box, inspect.isfunction)]
    assert [kind.__name__ for kind in Full.__mro__] == ["Full", "BoxError", "Exception", "BaseException", "object"]
def test_annotations(): assert Box.__annotations__ == {"size": int} == typing.get_type_hints(Box) and "put" in Box.__dict__ and "get" not in vars(Box)
def test_protocols(): assert isinstance(Duck(), Quacks) and not isinstance(Square(1), Quacks)
def test_enum(): assert isinstance(Light.ON, enum.Enum) and issubclass(Light, enum.Enum) and not isinstance(Light.ON, enum.IntEnum) and isinstance(Light.ON, Light)
def test_copies():
    box = Box([1]); shallow, deep = copy.copy(box), copy.deepcopy(box)
    assert shallow == box == deep and shallow is not box
    deep.things[0].append(2); assert box.things == [[1]] and deep.things == [[1, 2]]
    assert pickle.loads(pickle.dumps(box)) == box
def test_patches_that_are_undone(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("solution.TABLE", {"z": 1}); patch.setattr(solution, "items", lambda: 5); patch.setattr(solution, "new", 1, raising=False)
        assert keys() == {"z"} and solution.items() == 5 and solution.new == 1
    assert keys() == {"a"} and solution.items() == {("a", 1)} and not hasattr(solution, "new")
    box = Box(1); monkeypatch.setattr(box, "things", 5); assert box.things == 5; monkeypatch.undo(); assert box.things == [1]
    with monkeypatch.context() as patch:
        patch.setattr(Box, "put", property(lambda self: len(self.things))); assert Box(1, 2).put == 2
    assert callable(Box().put)
def test_patched_method():
    with mock.patch.object(Square, "area", return_value=5): assert Square(2).area() == 5
    assert Square(2).area() == 4
def test_seed():
    random.seed(5); one = throw(); random.seed(5); assert throw() == one != throw()
    random.seed(6); here = random.randint(1, 1_000_000); random.seed(6); assert throw() == here
def test_environment():
    os.environ["MORE_MODE"] = "set"; assert mode() == "set"; del os.environ["MORE_MODE"]; assert mode() == "none"
    with mock.patch.dict(os.environ, {"MORE_MODE": "dict"}, clear=True): assert mode() == "dict"
    assert mode() == "none"
@mock.patch.dict("os.environ", {"MORE_MODE": "decorated"})
def test_environment_by_decorator(): assert mode() == "decorated"
def test_redirected():
    with contextlib.redirect_stdout(io.StringIO()) as out: say("in")
    say("out"); assert out.getvalue() == "in\n"
def test_streams_that_are_put_in_place():
    before, sys.stdout = sys.stdout, io.StringIO()
    try: say("here"); text = sys.stdout.getvalue()
    finally: sys.stdout = before
    assert text == "here\n"
    with mock.patch("sys.stdin", io.StringIO("typed\n")): assert heard() == "typed"
@pytest.mark.filterwarnings("error::DeprecationWarning")
def test_warnings_by_marker():
    with pytest.raises(DeprecationWarning): old()
def test_named_tuples():
    Row = collections.namedtuple("Row", "left right")
    row = Row(1, 2); assert sums([row, Row(3, 4)]) == [3, 7] and same(row) is row and same((row,))[0].left == 1
def test_files(tmp_path):
    (tmp_path / "f").write_text("one\ntwo")
    with open(tmp_path / "f") as file: assert first_line(file) == "one"
def test_old_folder(tmpdir):
    file = tmpdir.join("g"); file.write("three"); assert file.read() == "three"
def test_keys(): assert ordered([1, 3, 2], functools.cmp_to_key(lambda a, b: b - a)) == [3, 2, 1]
def test_patterns():
    pattern = re.compile("b+"); assert found(pattern, "abbcb") == ["bb", "b"] and same(pattern) is pattern
def test_tokens():
    token = object(); assert same(token) is token and same(mock.sentinel.x) is mock.sentinel.x
def test_other_objects():
    waiting = queue.Queue(); call(waiting.put, 1); assert same(waiting) is waiting and waiting.get() == 1
    assert same({"k": 1}.keys()) == {"k"} and list(same(collections.UserDict(a=1))) == ["a"]
    assert call(lambda rng: rng.random(), random.Random(3)) == random.Random(3).random()
def test_special_methods_of_mocks():
    class Gone(Exception): pass
    exc, inner = Gone("gone"), mock.MagicMock()
    inner.read.side_effect = exc
    inner.__exit__.side_effect = lambda kind, failure, trace: failure.args == ("gone",)
    with Wrapped(inner) as wrapped: wrapped.read()
    inner.__exit__.assert_called_once_with(Gone, exc, mock.ANY)
def test_what_a_with_block_raises():
    class Gone(Exception): pass
    exc, inner = Gone("gone"), mock.MagicMock()
    inner.__exit__.return_value = True
    with Wrapped(inner): raise exc
    inner.__exit__.assert_called_once_with(Gone, exc, mock.ANY)
    with Wrapped(inner): Box(1, 2).put(3)
    assert inner.__exit__.call_args.args[0] is Full and inner.__exit__.call_args.args[1].code == 7
@pytest.mark.parametrize("kind", [BoxError, Full])
def test_cases(kind): assert issubclass(kind, BoxError)

def test_metaclass(): assert len(Known) == 2 and list(Known) == ["a", "b"] and "a" in Known and "c" not in Known and Known["x"] == "xx" and repr(Known) == "<registry>" == str(Known)
def test_class_of_a_class(): assert type(Known).__name__ == "Registry" and isinstance(Known, Registry) and isinstance(Known, type) and not isinstance(Box, Registry) and not isinstance(Known(), Registry) and isinstance(Alone, Registry) and isinstance(Alone, Once) and not isinstance(Known, Once)
def test_made_once(): assert Alone() is Alone() and len(Alone) == 2 and Box() is not Box()
def test_no_metaclass():
    with pytest.raises(TypeError): len(Box)
def test_slots():
    assert Known.__slots__ == ("only",) == Known().__slots__ and "__slots__" in vars(Known)
    with pytest.raises(AttributeError): Known().other = 1
def test_no_slots(): assert not hasattr(Box, "__slots__") and not hasattr(Box(), "__slots__")
def test_descriptors():
    counted_ = Counted(); counted_.number = "3"; assert counted_.number == 3 and Counted.__dict__["number"].__get__(counted_, Counted) == 3
    Counted.number.__set__(counted_, 5); assert counted_.number == 5 and doubled_.__get__(4)() == 8
    assert hasattr(doubled_, "__get__") and not hasattr(counted_, "__get__")
def test_views():
    assert keys() == {"a"} == keys() and keys() != {"b"} and keys() == {"a": 2}.keys() == keys() and not keys() == ["a"] and keys() == keys()
    assert items() == {("a", 1)} and items() == {"a": 1}.items() and items() != {"a": 2}.items()
def test_memory(): assert viewed(b"ab") == b"ab" == viewed(b"ab") and viewed(b"ab") != b"ac" and viewed(b"a") == viewed(b"a") and hash(viewed(b"a")) == hash(b"a") and viewed(b"a") != "a"
def test_written_as_json(): assert json.dumps({"x": Loose(a=[1])}) == '{"x": {"a": [1]}}'
def test_not_written_as_json():
    with pytest.raises(TypeError): json.dumps(Box())
def test_fields(): assert dataclasses.fields(Given)[0].default == 1 and dataclasses.fields(Given)[1].default_factory is list and dataclasses.fields(Given)[1].default is dataclasses.MISSING
def test_objects_are_true():
    leaf = grow(); assert leaf and bool(leaf) is True and not (not leaf) and all([leaf]) and (leaf or 3) is leaf
    while leaf: leaf = leaf.next
    assert leaf is None
def test_methods_called_by_name():
    a = Amount(1); assert a.__add__("x") is NotImplemented and a.__lt__("x") is NotImplemented and a.__eq__(1) is NotImplemented
    assert a.__add__(Amount(2)) == Amount(3) and a.__lt__(Amount(2)) is True and a.__eq__(Amount(1)) is True and a.__ne__(Amount(1)) is False
    add = a.__radd__; assert add(2).n == 3 and Amount.__add__(a, "x") is NotImplemented and undecided() is NotImplemented
def test_nothing_is_raised_where_they_are_called_by_name():
    for call in (lambda: Amount(1).__add__("x"), lambda: Amount(1).__gt__("x"), lambda: Amount(1).__sub__(2)):
        try: found = call()
        except (TypeError, AttributeError) as e: found = type(e)
        assert found in (NotImplemented, AttributeError)
def test_what_is_undecided_differs(): assert Vague(1) != Vague(1) and Vague(2) != Vague(3) and Amount(1) != Amount(2) and not Amount(1) != Amount(1)
def test_operators_raise():
    import operator
    for call in (lambda: Amount(1) + "x", lambda: Amount(1) < "x", lambda: operator.add(Amount(1), "x"), lambda: "x" + Amount(1)):
        with pytest.raises(TypeError): call()
    assert sum([Amount(1), Amount(2)], Amount(0)) == Amount(3) and operator.add(Amount(1), 2).n == 3
def test_names_of_the_module(): assert "TABLE" in vars(solution) and vars(solution)["TABLE"] == {"a": 1} and "Amount" in solution.__dict__ and "nothing" not in vars(solution) and set(vars(solution)) >= {"Box", "grow"}
def test_listed_names_of_the_module(): assert {"Box", "grow", "TABLE"} <= set(dir(solution)) and "nothing" not in dir(solution) and dir(solution) == sorted(dir(solution))
def test_names_are_one_object():
    word = "Rocket"; assert same(word) is word and popped(["a", word]) is word and popped(["10"]) is same("10") and Named().kind is Named.KIND
    assert is_open("open") is True and is_open("".join(["op", "en"])) is False and joined("Roc", "ket") == word and joined("Roc", "ket") is not word
def test_arguments_of_exceptions():
    for given in (([1, 2],), (("msg", 3),), ({"code": 3},), ("x", [5]), ("x", [(1, {"k": None})])):
        with pytest.raises(ValueError) as failure: fail(ValueError, *given)
        assert failure.value.args == given and str(failure.value) == str(ValueError(*given)) and type(failure.value) is ValueError
        with pytest.raises(BoxError) as failure: fail(BoxError, given)
        assert failure.value.args == (given,) and type(failure.value) is BoxError
def test_exceptions_as_values():
    found = returned(ValueError, "x"); assert isinstance(found, ValueError) and str(found) == "x" == f"{found}" and repr(found) == "ValueError('x')" and found.args == ("x",)
    own = returned(BoxError, "y", 2); assert str(own) == "y" and repr(own) == "BoxError('y')" and own.code == 2 and [str(e) for e in (found, own)] == ["x", "y"]
    with pytest.raises(BoxError) as failure: fail(BoxError, returned(KeyError, "deep"))
    assert str(failure.value.args[0]) == "'deep'"
@pytest.mark.parametrize("kind", [BaseException, KeyboardInterrupt, GeneratorExit])
def test_what_no_exception_in_the_narrow_sense_is(kind):
    with pytest.raises(BaseException) as failure: interrupt()
    assert not isinstance(failure.value, Exception) and str(failure.value) == "stop"
    with pytest.raises(AssertionError):
        try: interrupt()
        except Exception: pass
        except BaseException: assert False
def test_constants_are_themselves(): assert FIRST == FIRST and first() == FIRST and not first() != FIRST and first() in [FIRST] and unittest_equal(first(), FIRST)
def unittest_equal(a, b):
    import unittest
    unittest.TestCase().assertEqual(a, b); return True
def test_objects_in_sets_and_as_keys():
    assert Spot(1) in spots() and Spot(3) not in spots() and spots() == {Spot(2), Spot(1)} and len(spots() | {Spot(1)}) == 2
    table, counter = marks(); assert table[Spot(1)] == "a" and table == {Spot(1): "a"} and counter[Spot(1)] == 2
    seen = {Spot(1)}; visit(seen); visit(seen); assert Spot(3) in seen and len(seen) == 2
    assert [Spot(5) in each_spot().__next__(), Spot(6) in list(each_spot())[1], SPOTS[Spot(7)] == {Spot(8)}] == [True] * 3
    assert given(lambda found: Spot(4) in found and len(found)) == 1
def test_asked_while_it_is_asked():
    nested = Nested(lambda it: next(it, None)); assert list(nested) == [] and next(nested, "over") == "over"
def test_views_go_back(): assert length(vars(Spot).keys()) > 3 and length(vars(solution).items()) > 9 and length(marks()[0].values()) == 1
def test_reloaded():
    import importlib
    change(); assert solution.__version__ == "changed"; assert importlib.reload(solution) is solution and solution.__version__ == "3.1"
