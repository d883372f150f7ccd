# exercise: users_api
"""Known good: routes with abort, an error handler for each status, and jsonify."""

from flask import Flask, abort, jsonify, request


def create_app(db):
    app = Flask(__name__)

    @app.route("/")
    def index():
        return jsonify({"status": "ok"})

    @app.route("/users/<int:id>", methods=["GET"])
    def get_user(id):
        user = db.find(id)
        if not user:
            abort(404, description="User not found")
        return jsonify(user)

    @app.route("/users", methods=["GET"])
    def list_users():
        role = request.args.get("role")
        active = request.args.get("active", "true").lower() == "true"
        users = db.find_all(role=role, active=active)
        return jsonify(users)

    @app.route("/users", methods=["POST"])
    def create_user():
        data = request.get_json()
        if not data or "name" not in data:
            abort(400, description="name is required")
        user = db.create(data)
        return jsonify(user), 201

    @app.errorhandler(404)
    def not_found(e):
        return jsonify(error=str(e.description)), 404

    @app.errorhandler(400)
    def bad_request(e):
        return jsonify(error=str(e.description)), 400

    @app.errorhandler(405)
    def not_allowed(e):
        return jsonify(error="Method not allowed"), 405

    return app
