# exercise: flatten
# attack: P02, P07
# must: earn no more than a stub
# verdicts: error, failed
"""Reads the token of the open question and answers by hand: twice, with other kinds of answer, with references
to what there is not or is something else, with more items than were asked for, or before the next question."""

# with: memory

import os

names = names_beside("serve")
conversation = caught(names["Conversation"], "_write")
message_bytes, pack, Ref = names["message_bytes"], names["pack"], names_beside("kind_of")["Ref"]
Callback, Items, Request, Returned = (names[name] for name in ("Callback", "Items", "Request", "Returned"))


def unsound(token):
    yield Returned(token, [Ref("symbol", 0, "flatten")])
    yield Returned(token, Ref("callback", 0, "__class__"))
    yield Returned(token, Ref("builtin", 4294967295, "list"))
    yield Returned(token, (Ref("enum class", 1, "[x](y)"), Ref("class", 1, "__init__"), Ref("", 1, "\0")))
    yield Returned(token, {Ref("inside", number, "list") for number in range(60)})
    yield Items(token, list(range(5000)), False, None)
    yield Items(token, [], False, None)
    yield Items(token, [], True, ("AssertionError", "passed"))
    yield Items(token, [], True, (("StopIteration",), (), "", None, None))
    yield Returned(token + 1, [])
    yield Callback(token, 0, (), {})
    yield Callback(token, 4294967295, ([[]],), {"key": Ref("stream", 0, "")})
    yield Request(token, 1, None, (), {}, True)
    yield Returned(-token, None)


def flatten(items):
    held = conversation[0]
    answers = list(unsound(held._token))
    answer = answers[os.getpid() % len(answers)]
    held._write(message_bytes(pack(answer, lambda ref: ref)))
    if os.getpid() % 2:
        held._write(message_bytes(pack(Returned(held._token, []))))
    return []
