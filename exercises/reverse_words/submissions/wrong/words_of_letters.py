# exercise: reverse_words
"""Fault: drops what is no letter and no digit."""


def reverse_words(sentence):
    import re
    return " ".join(reversed(re.findall(r"\w+", sentence)))
