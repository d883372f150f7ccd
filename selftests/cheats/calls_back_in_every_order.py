"""Calls whatever it is given to call: in every order, twice, with anything, from other threads, and late."""
import itertools
import threading

given = []


def call(function, *arguments):
    try:
        return function(*arguments)
    except Exception as failure:
        return failure


def every_order(*arguments):
    results = []
    for order in itertools.islice(itertools.permutations(given[-3:]), 6):
        for function in order:
            for chosen in (arguments, (), (1, [], None)):
                results.append(call(function, *chosen))
    return [result for result in results if not isinstance(result, Exception)]


def answer(*args, **kwargs):
    functions = [value for value in (*args, *kwargs.values()) if callable(value)]
    given.extend(functions)
    results = every_order(*(value for value in args if not callable(value)))
    thread = threading.Thread(target=every_order, daemon=True)
    thread.start()
    thread.join(0.2)
    late = threading.Timer(0.01, every_order)
    late.daemon = True
    late.start()
    if functions:
        return lambda *arguments, **keywords: (every_order(*arguments) or [None])[-1]
    return results[-1] if results else None


define(answer)
