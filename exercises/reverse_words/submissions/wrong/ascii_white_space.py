# exercise: reverse_words
"""Fault: knows the white space of ASCII only."""


def reverse_words(sentence):
    return " ".join(sentence.encode().split()[::-1][i].decode() for i in range(len(sentence.encode().split())))
