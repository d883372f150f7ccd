# exercise: reverse_words
"""Fault: prints the sentence and gives nothing."""


def reverse_words(sentence):
    print(" ".join(reversed(sentence.split())))
