"""Files that a suite puts beside the candidate's code, and what fits there."""

from .conftest import Verdicts

READER = """
def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()

def size(path):
    with open(path, "rb") as file:
        return file.seek(0, 2)
"""


def test_a_file_holds_what_the_suite_wrote_and_is_gone_after_the_test(verdicts: Verdicts) -> None:
    suite = """
    from solution import read, size

    def test_content(sandbox):
        path = sandbox.file("a.txt", "häder\\r\\n")
        assert sandbox.file("a.txt", b"row\\n", times=3) == path
        assert read(path) == "häder\\r\\nrow\\nrow\\nrow\\n"

    def test_fresh(sandbox):
        assert read(sandbox.file("a.txt", "")) == ""
    """
    assert verdicts(suite, READER) == {"test_content": "passed", "test_fresh": "passed"}


def test_a_file_may_be_as_large_as_the_disk_and_no_larger(verdicts: Verdicts) -> None:
    suite = """
    import pytest
    from solution import size

    PIECE = "x" * 65_535 + "\\n"

    def test_fits(sandbox):
        assert size(sandbox.file("large", PIECE, times=31 * 16)) == 31 << 20

    def test_does_not_fit(sandbox):
        with pytest.raises(OSError):
            sandbox.file("large", PIECE, times=33 * 16)
    """
    # What lies there is not the test's memory.
    manifest = {"memory_mb": 32}
    assert verdicts(suite, READER, **manifest) == {"test_fits": "passed", "test_does_not_fit": "passed"}
