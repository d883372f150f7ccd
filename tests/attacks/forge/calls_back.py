# exercise: flatten
# attack: P09, P01
# must: earn no more than a stub
# verdicts: error, failed
# within: 90 seconds
"""Answers a call by calling the suite's functions back: any number, any arguments, again and again, from many
threads, and from inside of what the suite passes in. Right only if one of them gives more than an item."""

# with: memory

import threading

Ref = names_beside("kind_of")["Ref"]


def ask(stream, number, *arguments, **keywords):
    pull = stream._step
    inside = dict(zip(pull.__code__.co_freevars, pull.__closure__))
    return inside["ask"].cell_contents((number, arguments, keywords))[1]


def flatten(items):
    if type(items).__name__ != "SuiteIterator":
        return None
    answers = [ask(items, 0, *([[]] * depth)) for depth in range(50)]
    for how in ("next", "send", "throw", "close", "gi_frame", "__class__", "__globals__"):
        answers += [ask(items, 0, how), ask(items, 0, how, items), ask(items, 0, how, 1, 2)]
    answers += [ask(items, 0, item=Ref("inside", 0)), ask(items, 0, items, __class__=items)]
    for _ in range(4):
        threading.Thread(target=lambda: [ask(items, 0) for _ in range(50)]).start()
    answers += [ask(items, 0) for _ in range(200)]
    for answer in answers:
        if not isinstance(answer, tuple | TypeError):
            return answer
    answers.append(ask(items, 1))
    return [answer for answer in answers if type(answer) not in (tuple, TypeError)]
