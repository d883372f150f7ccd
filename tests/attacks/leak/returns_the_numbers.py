# exercise: least_non_representable
# attack: L03
# must: earn no more than a stub
"""Returns its arguments in results of many kinds: texts, keys, bytes, objects with a telling repr."""


class Telling:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    __str__ = __repr__


def least_non_representable(nums):
    text = f"LEAK<{nums!r}>KAEL"[:2000]
    return [text, text.encode(), {text: text}, Telling(text), [nums, text]][len(nums) % 5]
