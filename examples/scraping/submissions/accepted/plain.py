import flask
import requests
from bs4 import BeautifulSoup


def headings(url):
    page = BeautifulSoup(requests.get(url, timeout=5).text, "html.parser")
    return [one.get_text() for one in page.find_all("h2")]


def make_app(texts):
    app = flask.Flask(__name__)
    app.add_url_rule("/texts", view_func=lambda: flask.jsonify(texts))
    return app
