def helper(text):
    return " ".join(text.lower().split())
