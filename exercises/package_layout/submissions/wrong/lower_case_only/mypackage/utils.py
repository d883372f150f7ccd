def helper(text):
    return text.lower()
