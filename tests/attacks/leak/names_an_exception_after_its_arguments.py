# exercise: flatten
# attack: L04
# must: earn no more than a stub
"""Raises exceptions whose class, module and qualified name are its arguments."""


def flatten(*args, **kwargs):
    text = f"LEAK<{args!r}{kwargs!r}>KAEL"[:900]
    spelt = "LEAK_" + "".join(c if c.isalnum() else "_" for c in text) + "_KAEL"
    name = spelt if len(repr(args)) % 2 else text
    kind = type(name, (ValueError,), {"__module__": text, "__qualname__": name, "__doc__": text})
    raise kind()
