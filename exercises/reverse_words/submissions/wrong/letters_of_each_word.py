# exercise: reverse_words
"""Fault: turns the letters of each word round, and leaves the order."""


def reverse_words(sentence):
    return " ".join(word[::-1] for word in sentence.split())
