# exercise: state_machine
# attack: B05
# must: earn no more than a stub
# verdicts: failed, error, crashed
"""Defines nothing; the module raises what steers an interpreter when it is asked for a name."""


def __getattr__(name):
    raise (SystemExit(0), KeyboardInterrupt(), GeneratorExit(), StopIteration(7))[len(name) % 4]


def __dir__():
    raise SystemExit(0)
