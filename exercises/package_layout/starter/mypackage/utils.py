"""What all of the package needs."""


def helper(text: str) -> str:
    """The text in lower case, without the whitespace at its ends."""
    raise NotImplementedError
