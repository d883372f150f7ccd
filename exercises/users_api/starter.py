# exercise: users_api
"""Serve users as JSON with Flask: one, many, new ones, and errors too."""

from flask import Flask


def create_app(db) -> Flask:
    """Give an application that serves the users in `db`, a `store.Store`."""
    return Flask(__name__)
