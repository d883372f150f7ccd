# exercise: reverse_words
"""Fault: turns the letters round as well."""


def reverse_words(sentence):
    return " ".join(sentence[::-1].split())
