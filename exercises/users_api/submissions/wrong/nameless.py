# exercise: users_api
"""Fault: a user needs no name."""

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
            abort(404)
        return jsonify(user)

    @app.get("/users")
    def many():
        role = request.args.get("role")
        active = request.args.get("active", "true") == "true"
        return jsonify(db.find_all(role, active))

    @app.post("/users")
    def new():
        data = request.get_json()
        return jsonify(db.create(data)), 201

    @app.errorhandler(404)
    def not_found(error):
        return jsonify(error="There is nothing here."), 404

    return app
