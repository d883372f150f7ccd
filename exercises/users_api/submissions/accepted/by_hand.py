# exercise: users_api
"""Right: parses JSON and makes responses itself, and prints each request."""

import json

from flask import Flask, Response, request


def answer(thing, status=200):
    return Response(json.dumps(thing), status, content_type="application/json")


def create_app(db):
    app = Flask(__name__)
    app.config["TESTING"] = True
    app.before_request(lambda: print(request.method, request.full_path))

    @app.route("/")
    def home():
        return "<h1>Users</h1>"

    @app.route("/users/<int:id>")
    def user(id):
        found = db.find(id)
        return answer({"error": f"no user {id}"}, 404) if found is None else answer(found)

    @app.route("/users", methods=["GET", "POST"])
    def users():
        if request.method == "GET":
            active = {"true": True, "false": False}[request.args.get("active", "true")]
            return answer(sorted(db.find_all(request.args.get("role"), active), key=lambda user: -user["id"]))
        try:
            data = json.loads(request.get_data(as_text=True))
        except ValueError:
            return answer({"error": "no JSON"}, 422)
        if "name" not in data:
            return answer({"error": "no name"}, 400)
        return answer(db.create(data), 201)

    @app.errorhandler(404)
    @app.errorhandler(405)
    def failed(error):
        return answer({"error": error.description}, error.code)

    return app
