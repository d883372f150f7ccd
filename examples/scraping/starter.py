# exercise: scraping
"""Reads pages with requests and Beautiful Soup, and serves what they say with Flask."""


def headings(url): ...


def make_app(texts): ...
