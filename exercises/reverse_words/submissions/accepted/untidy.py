# exercise: reverse_words
"""Right, but untidy: pops words off, and cuts the space at the end."""

def reverse_words(sentence) :
    l = sentence.split(); s = ""
    while len(l):
        s = s + l.pop() + " "
    print(s)
    return s[:-1]
