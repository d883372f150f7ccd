# exercise: reverse_words
"""Fault: gives the list of the words."""


def reverse_words(sentence):
    return sentence.split()[::-1]
