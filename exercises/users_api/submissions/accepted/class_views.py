# exercise: users_api
"""Right: classes with a method for each verb."""

from flask import Flask, jsonify, make_response, request
from flask.views import MethodView


class Users(MethodView):
    def __init__(self, db):
        self.db = db

    def get(self, id=None):
        if id is not None:
            user = self.db.find(id)
            return jsonify(user) if user else make_response({"error": "unknown"}, 404)
        active = request.args.get("active") in (None, "true")
        return jsonify([user for user in self.db.find_all(request.args.get("role"), active)])

    def post(self):
        data = request.get_json(force=True)
        try:
            data["name"]
        except KeyError:
            return make_response({"error": "name is missing"}, 400)
        return make_response(jsonify(self.db.create(data)), 201)


def create_app(db):
    app = Flask(__name__)
    view = Users.as_view("users", db)
    app.add_url_rule("/users", view_func=view, methods=["GET", "POST"])
    app.add_url_rule("/users/<int:id>", view_func=view, methods=["GET"])
    app.add_url_rule("/", "home", lambda: {})
    app.register_error_handler(404, lambda error: ({"error": "unknown"}, 404))
    return app
