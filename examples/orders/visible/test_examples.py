"""The tutorial's way to test an application: its client, and a command's runner."""

from click.testing import CliRunner
from fastapi.testclient import TestClient
from solution import app, price

client = TestClient(app)


def test_what_is_not_there_is_answered_with_404():
    assert client.get("/nothing").status_code == 404


def test_price():
    result = CliRunner().invoke(price, ["250", "--currency", "EUR"])
    assert result.exit_code == 0
    assert result.output == "2.50 EUR\n"
