# exercise: reverse_words
"""Fault: keeps the white space between the words."""


def reverse_words(sentence):
    import re
    return "".join(reversed(re.split(r"(\s+)", sentence.strip())))
