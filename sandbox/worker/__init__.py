"""The worker: everything that runs in the sandbox beside the candidate's own code.

Standard library and `grader.wire` only. None of it is trusted by the judge.
"""
