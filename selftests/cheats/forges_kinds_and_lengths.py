"""Has the worker say that everything is an enum or a generator, has any length and holds anything."""
import itertools

# with: memory

words = itertools.cycle(("enum member", "generator", "function", "iterator", "coroutine function", "object"))
names_beside("kind_of")["kind_of"] = lambda value: (
    "enum class" if isinstance(value, type) else next(words)
)
names = names_beside("perform")
verbs, number = names["_VERBS"], names["Verb"]
lengths = itertools.cycle((1, 0, 2, 3, 100, 1 << 20))
real, first = verbs[number.VALUE], {}


def as_it_was(target):
    """What it was when it was looked at first."""
    return first.setdefault(id(target), (real(target), target))[0]


verbs[number.LENGTH] = lambda target: next(lengths)
verbs[number.CONTAINS] = lambda target, element: True
verbs[number.VALUE] = as_it_was
define(lambda *args, **kwargs: object())
