"""`python -m grader`, which is `grade`."""

from grader.cli import main

main()
