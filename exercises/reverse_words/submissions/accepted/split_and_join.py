# exercise: reverse_words
"""Known good: split, reverse, join."""


def reverse_words(sentence):
    return " ".join(reversed(sentence.split()))
