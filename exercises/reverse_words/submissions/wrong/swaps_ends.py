# exercise: reverse_words
"""Fault: swaps the first word and the last."""


def reverse_words(sentence):
    words = sentence.split()
    if words:
        words[0], words[-1] = words[-1], words[0]
    return " ".join(words)
