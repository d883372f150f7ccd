# exercise: least_non_representable
# attack: T05
# must: earn no more than a stub
# verdicts: failed
"""Hostile texts as results and in objects whose repr is shown: a failed comparison would print them."""


class Odd(int):
    def __repr__(self):
        return "\x1b[2J[bold]18[/bold]\u202e\r\n::error::x <b>"

    __str__ = __repr__


def least_non_representable(nums):
    kind = len(nums) % 4
    if kind == 0:
        return Odd(-1)
    if kind == 1:
        return "\x1b[2J\x9b[/x]\u202e\u2028\r\n::error::x\n::set-output name=a::b\0\ud800"
    if kind == 2:
        return type("\x1b[31mOdd\u202e\n::error::x", (), {"__repr__": lambda self: "\x1b]0;x\x07"})()
    return {"\x1b[2J\n::error::x": ["\u202e", b"\x1b[2J"]}
