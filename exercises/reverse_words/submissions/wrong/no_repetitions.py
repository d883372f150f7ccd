# exercise: reverse_words
"""Fault: gives each word once."""


def reverse_words(sentence):
    return " ".join(dict.fromkeys(reversed(sentence.split())))
