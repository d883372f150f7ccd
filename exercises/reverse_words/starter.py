# exercise: reverse_words
"""Turn the order of the words round."""


def reverse_words(sentence: str) -> str:
    """Give the words of the sentence in reverse order, with one space between them.

    >>> reverse_words("the quick  brown fox ")
    'fox brown quick the'
    """
    raise NotImplementedError
