# exercise: flatten
# attack: R01
# must: earn no more than a stub
# verdicts: failed
"""An object that equals everything, is true, has any length and any attribute, and can be called."""


class Liar:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

    def __len__(self):
        return 1

    def __contains__(self, element):
        return True

    def __iter__(self):
        return iter((self, self))

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self


def flatten(items):
    return Liar()
