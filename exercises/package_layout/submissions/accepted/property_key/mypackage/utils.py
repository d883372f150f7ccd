def helper(text):
    words = text.lower()
    return words.lstrip().rstrip()
