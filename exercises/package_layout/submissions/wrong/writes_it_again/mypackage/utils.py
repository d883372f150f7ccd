def helper(text):
    return text.strip().lower()
