"""Hands functions on as they are, by a clock that flies, steps or stands still."""
import os

# with: memory


class Clock:
    time = 0.0
    steps = (1e6, 0.5, 0.0)[os.getpid() % 3]

    @property
    def now(self):
        Clock.time += self.steps
        return Clock.time

    def advance(self, seconds):
        if self.steps:
            Clock.time += seconds

    def stamped(self, function, seconds):
        return lambda *args, **kwargs: function(Clock.time, *args, **kwargs)

    def together(self, function, calls):
        return [function(*arguments) for arguments in calls]


answer_for_the_clock(Clock())


def answer(*args, **kwargs):
    functions = [value for value in (*args, *kwargs.values()) if callable(value)]
    return functions[0] if functions else lambda function: function


define(answer)
