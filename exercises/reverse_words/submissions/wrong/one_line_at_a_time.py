# exercise: reverse_words
"""Fault: turns each line round."""


def reverse_words(sentence):
    return "\n".join(" ".join(reversed(line.split())) for line in sentence.splitlines())
