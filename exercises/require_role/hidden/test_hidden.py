"""Hidden suite of require_role."""

import string

import pytest
from solution import require_role


def words(rng, count):
    return ["".join(rng.choices(string.ascii_lowercase, k=9)) for _ in range(count)]


class Job:
    """A function of the suite that notes its calls; each returns the next number."""

    def __init__(self):
        self.calls = []

    def __call__(self, *args, **kwargs):
        self.calls.append((args, kwargs))
        return len(self.calls)


def guarded(role, job):
    @require_role(role)
    def function(*args, **kwargs):
        return job(*args, **kwargs)

    return function


@pytest.mark.group("Who may call")
class TestUsers:
    @pytest.mark.hint("get_current_user() may give None.")
    def test_nobody(self, session, rng):
        """refuses the call where nobody is logged in"""
        job, (role,) = Job(), words(rng, 1)
        function = guarded(role, job)
        with pytest.raises(PermissionError):
            function(1)
        session.log_in(session.User(role))
        assert function(2) == 1
        session.log_in(None)
        with pytest.raises(PermissionError):
            function(3)
        assert job.calls == [((2,), {})]

    @pytest.mark.hint("It must be this very role: not any, and not a part of its name.")
    def test_other_roles(self, session, rng):
        """refuses the call where the user has other roles, or none"""
        job, (role, *others) = Job(), words(rng, 4)
        function = guarded(role, job)
        session.log_in(session.User(*others, role))
        assert function() == 1
        similar = [role[:-1], role[1:], f"{role}s", f"super {role}", role.upper(), role.title(), f" {role}"]
        high = ["admin", "Admin", "administrator", "superuser", "root", "owner", "staff", "*"]
        for roles in ([], others, similar, high, [*role], [f"{others[0]},{role}"]):
            session.log_in(session.User(*roles))
            with pytest.raises(PermissionError):
                function()
        assert len(job.calls) == 1

    @pytest.mark.hint("What holds at one call may not hold at the next.")
    def test_each_call(self, session, rng):
        """asks for the user and the roles at each call"""
        job, (role, other) = Job(), words(rng, 2)
        changing = session.User(other)
        users = {True: session.User(role, other), False: session.User(other), None: None}
        turns = [True, False, True, None, True, True, False, None]
        rng.shuffle(turns)
        session.log_in(rng.choice([*users.values()]))
        function = guarded(role, job)
        allowed = 0
        for turn in turns:
            session.log_in(users[turn])
            if turn:
                allowed += 1
                assert function() == allowed
            else:
                with pytest.raises(PermissionError):
                    function()
        session.log_in(changing)
        for _ in range(2):
            with pytest.raises(PermissionError):
                function()
            changing.roles.add(role)
            allowed += 1
            assert function() == allowed
            changing.roles.remove(role)
        assert len(job.calls) == allowed

    @pytest.mark.hint("When a function is decorated nobody is logged in yet.")
    def test_decorating(self, session, rng):
        """does not ask for the user when a function is decorated"""
        job, (role, other) = Job(), words(rng, 2)
        functions = []
        for user in (None, session.User(other), session.User(role)):
            session.log_in(user)
            functions.append(guarded(role, job))
        assert session.times_asked == 0
        for count, function in enumerate(functions, 1):
            session.log_in(session.User(role))
            assert function() == count
            session.log_in(session.User(other))
            with pytest.raises(PermissionError):
                function()
        assert len(job.calls) == 3


@pytest.mark.group("The function")
class TestFunction:
    @pytest.mark.hint("Hand on *args and **kwargs, and return what comes, None and False too.")
    def test_arguments_and_results(self, session, rng):
        """hands on all arguments, and gives back any result"""
        (role,) = words(rng, 1)
        session.log_in(session.User(role))
        given = []
        number = rng.randint(1, 99)
        answers = [None, False, 0, "", [], [number], {"key": number}, number]

        @require_role(role)
        def function(*args, **kwargs):
            given.append((args, kwargs))
            return answers[len(given) - 1]

        expected = []
        for place, answer in enumerate(answers):
            arguments = ((number, "b", [place])[: place % 4], {"role": place, "func": 3, "user": [number]})
            expected.append(arguments)
            found = function(*arguments[0], **arguments[1])
            assert type(found) is type(answer)
            assert found == answer
        assert given == expected

    @pytest.mark.hint("Raise a PermissionError for who may not call, and leave the function's own alone.")
    def test_exceptions(self, session, rng):
        """lets every exception of the function through as it is"""
        (role,) = words(rng, 1)
        session.log_in(session.User(role))
        calls = []

        @require_role(role)
        def function(failure):
            calls.append(failure.args)
            raise failure

        kinds = [ValueError, KeyError, AttributeError, TypeError, PermissionError, NameError, LookupError]
        rng.shuffle(kinds)
        for kind in kinds:
            with pytest.raises(kind) as caught:
                function(kind(kind.__name__, 5))
            assert type(caught.value) is kind
            assert caught.value.args == (kind.__name__, 5)
        assert len(calls) == len(kinds)

    @pytest.mark.hint("functools.wraps copies what belongs to the function.")
    def test_metadata(self, sandbox, session, rng):
        """keeps the name and the docstring"""
        for name, doc in zip(words(rng, 3), ["Does it.", "Does it.\n\n    In two lines.", None], strict=True):
            named = sandbox.make(
                "[function := lambda: 5, setattr(function, '__name__', name),"
                " setattr(function, '__doc__', doc)][0]",
                name=name, doc=doc,
            )  # fmt: skip
            decorated = require_role("admin")(named)
            assert (decorated.__name__, decorated.__doc__) == (name, doc)
            session.log_in(session.User("admin"))
            assert decorated() == 5

    @pytest.mark.hint("What you keep belongs to one decorated function, not to all of them.")
    def test_several(self, session, rng):
        """guards several functions, each with its own role"""
        roles = words(rng, 3)
        jobs = [Job() for _ in range(4)]
        same = require_role(roles[0])
        functions = [
            same(jobs[0].__call__),
            same(jobs[1].__call__),
            guarded(roles[1], jobs[2]),
            guarded(roles[0], guarded(roles[2], jobs[3])),
        ]
        wanted = [{roles[0]}, {roles[0]}, {roles[1]}, {roles[0], roles[2]}]
        expected = [0] * 4
        for having in ([roles[1]], [roles[0]], [roles[2]], [roles[0], roles[2]], roles, []):
            session.log_in(session.User(*having))
            for place in rng.sample(range(4), 4):
                if wanted[place] <= {*having}:
                    expected[place] += 1
                    assert functions[place]() == expected[place]
                else:
                    with pytest.raises(PermissionError):
                        functions[place]()
        assert [len(job.calls) for job in jobs] == expected

    @pytest.mark.hint("The function that you decorate may be decorated once more, with another role.")
    def test_twice(self, session, sandbox, rng):
        """guards one function with several roles, each apart"""
        first, second = words(rng, 2)
        function = sandbox.make("lambda number: number + 1")
        guards = {role: require_role(role)(function) for role in (first, second)}
        both = require_role(first)(guards[second])
        for having in ([first], [second], [first, second], []):
            session.log_in(session.User(*having))
            wanted = [({first}, guards[first]), ({second}, guards[second]), ({first, second}, both)]
            for roles, decorated in wanted:
                number = rng.randint(1, 99)
                if roles <= {*having}:
                    assert decorated(number) == number + 1
                else:
                    with pytest.raises(PermissionError):
                        decorated(number)
