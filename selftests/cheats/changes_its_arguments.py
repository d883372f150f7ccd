"""Empties whatever it may change among its arguments, and gives one of them, or nothing, back."""


def answer(*args, **kwargs):
    changed = None
    todo = [*args, *kwargs.values()]
    while todo:
        value = todo.pop()
        if isinstance(value, (list, set, bytearray, dict)):
            todo.extend(value.values() if isinstance(value, dict) else value)
            value.clear()
            changed = value
    return changed


define(answer)
