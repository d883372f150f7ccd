# exercise: users_api
"""Right: a blueprint, one handler for all errors of HTTP, and dicts that Flask turns into JSON."""

from flask import Blueprint, Flask, current_app, request
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

users = Blueprint("users", __name__, url_prefix="/users")


@users.get("/<int:number>")
def one(number):
    found = current_app.config["DB"].find(number)
    if found is None:
        raise NotFound
    return found


@users.get("")
def many():
    role, active = request.args.get("role"), request.args.get("active")
    return current_app.config["DB"].find_all(role, active != "false")


@users.post("")
def new():
    data = request.get_json(silent=True)
    if data is None or data.get("name") is None:
        raise BadRequest("a user has a name")
    return current_app.config["DB"].create(data), 201


def create_app(db):
    app = Flask("users")
    app.config["DB"] = db
    app.register_blueprint(users)
    app.add_url_rule("/", view_func=lambda: ("", 200), endpoint="home")

    @app.errorhandler(HTTPException)
    def failed(error):
        return {"error": f"{error.name}: {error.description}"}, error.code

    return app
