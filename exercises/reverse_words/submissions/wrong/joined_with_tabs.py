# exercise: reverse_words
"""Fault: joins with tabs."""


def reverse_words(sentence):
    return "\t".join(reversed(sentence.split()))
