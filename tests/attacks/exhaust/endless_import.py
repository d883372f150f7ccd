# exercise: state_machine
# attack: D14
# must: earn no more than a stub
# verdicts: timeout
# within: 90 seconds
"""Is never loaded: the second time is the last one that the grader tries."""

while True:
    pass
