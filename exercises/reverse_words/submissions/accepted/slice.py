# exercise: reverse_words
"""The words in a slice backwards, with annotations."""


def reverse_words(sentence: str) -> str:
    words: list[str] = sentence.strip().split()
    return " ".join(words[::-1])
