def helper(text):
    while text != text.strip():
        text = text[1:] if text[0].isspace() else text[:-1]
    return text.lower()
