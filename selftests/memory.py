"""Stands in a cheat or an attack for the line `# with: memory`: finds the worker in its process's memory.

Python shows nothing of the worker any more, but who reads memory finds it: what such a file gets is what the
judge itself prevents.
"""


def names_beside(function):
    """The global names of that function of the worker's."""
    import ctypes
    import types

    def pointer(address):
        memory.seek(address)
        return int.from_bytes(memory.read(8), "little")

    pattern = id(types.FunctionType).to_bytes(8, "little")
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("rw") or "[v" in line:
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                data = memory.read(end - start)
            except (OSError, OverflowError, MemoryError):
                continue
            at = data.find(pattern)
            while at >= 0:
                address = start + at - 8
                try:
                    # After the count and the type come the global names, the built-ins and the name.
                    kinds = [pointer(pointer(address + place) + 8) for place in (16, 24, 32)]
                    if at % 8 == 0 and kinds == [id(dict), id(dict), id(str)]:
                        found = ctypes.cast(address, ctypes.py_object).value
                        if found.__name__ == function and found.__module__.startswith(("worker.", "grader.")):
                            return found.__globals__
                except (OSError, ValueError, OverflowError):
                    pass
                at = data.find(pattern, at + 1)
    raise LookupError(function)


def caught(owner, method):
    """A list that will hold the first object on which that method is called."""
    real, seen = getattr(owner, method), []

    def replaced(self, *args, **kwargs):
        seen[:1] = [self]
        return real(self, *args, **kwargs)

    setattr(owner, method, replaced)
    return seen


def answer_for_the_clock(forged):
    """Has `forged` asked in place of the suite's clock, for whatever its class defines."""
    actions = names_beside("perform")["Actions"]
    evaluated = actions._evaluated

    def asked(self, expression, names):
        word, _, rest = expression.partition(".")
        method = rest.partition("(")[0] or "now"
        if word != "clock" or method not in vars(type(forged)):
            return evaluated(self, expression, names)
        return getattr(forged, method)(**names) if rest else forged

    actions._evaluated = asked
