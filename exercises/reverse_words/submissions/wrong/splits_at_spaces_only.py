# exercise: reverse_words
"""Fault: splits at spaces only."""


def reverse_words(sentence):
    return " ".join(word for word in reversed(sentence.split(" ")) if word)
