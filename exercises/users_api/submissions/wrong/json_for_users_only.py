# exercise: users_api
"""Fault: an unknown path is a page of HTML."""

from flask import Flask, abort, jsonify, request


def create_app(db):
    app = Flask(__name__)

    @app.get("/")
    def home():
        return "Users"

    @app.get("/users/<int:user_id>")
    def one(user_id):
        user = db.find(user_id)
        if user is None:
            return jsonify(error="no such user"), 404
        return jsonify(user)

    @app.get("/users")
    def many():
        role = request.args.get("role")
        active = request.args.get("active", "true") == "true"
        return jsonify(db.find_all(role, active))

    @app.post("/users")
    def new():
        data = request.get_json()
        if "name" not in data:
            abort(400)
        return jsonify(db.create(data)), 201

    return app
