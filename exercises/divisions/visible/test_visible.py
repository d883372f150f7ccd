"""The test of divisions that a candidate is given beside the cases in `cases/sample/`."""

import pytest

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("print(…, file=sys.stderr) prints to standard error; sys.exit(1) ends with exit code 1.")
def test_wrong_line(program):
    """names a wrong line on standard error, goes on, and ends with exit code 1"""
    done = program("5 2\nfive 2\n8 4\n")
    assert done.same_lines("5/2 = 2.5\n5//2 = 2\n8/4 = 2.0\n8//4 = 2")
    assert done.stderr == "error: five 2\n"
    assert done.exit_code == 1
