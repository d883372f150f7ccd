# exercise: reverse_words
"""Reads letter by letter, and puts each word in front."""


def reverse_words(sentence):
    words, word = [], ""
    for letter in sentence + " ":
        if not letter.isspace():
            word += letter
        elif word:
            words.insert(0, word)
            word = ""
    return " ".join(words)
