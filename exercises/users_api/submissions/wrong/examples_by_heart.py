# exercise: users_api
"""Fault: knows the examples, and nothing else."""

from flask import Flask, abort, jsonify, request


def create_app(db):
    app = Flask(__name__)

    @app.get("/")
    def home():
        return "Users"

    @app.get("/users/<int:user_id>")
    def one(user_id):
        user = {"id": 1, "name": "Ann", "role": "admin", "active": True}
        if user_id != 1:
            abort(404)
        return jsonify(user)

    @app.get("/users")
    def many():
        user = {"id": 1, "name": "Ann", "role": "admin", "active": True}
        role = request.args.get("role")
        active = request.args.get("active", "true") == "true"
        return jsonify([user] if role else [user, {**user, "id": 2, "name": "Bob", "role": "member"}])

    @app.post("/users")
    def new():
        data = request.get_json()
        if "name" not in data:
            abort(400)
        return jsonify(id=4, name="Dana", role="member", active=True), 201

    @app.errorhandler(404)
    def not_found(error):
        return jsonify(error="There is nothing here."), 404

    return app
