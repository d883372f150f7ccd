import asyncio

import pytest
from click.testing import CliRunner
from httpx import ASGITransport, AsyncClient
from solution import Order, app, price, total
from sqlalchemy import func, select

pytestmark = pytest.mark.group("Orders")


def test_an_order_is_stored(client, session):
    response = client.post("/orders", json={"customer": "ann", "cents": 250})
    assert response.status_code == 201
    assert response.json() == {"id": 1, "customer": "ann", "cents": 250}
    assert session.scalar(select(func.count()).select_from(Order)) == 1
    assert session.get(Order, 1).customer == "ann"


@pytest.mark.parametrize("cents", [0, -1])
def test_an_order_costs_something(client, session, cents):
    assert client.post("/orders", json={"customer": "ann", "cents": cents}).status_code == 422
    assert session.scalars(select(Order)).all() == []


def test_one_order(client, session):
    session.add_all([Order(customer="ann", cents=1), Order(customer="bob", cents=2)])
    session.commit()
    assert client.get("/orders/2").json() == {"id": 2, "customer": "bob", "cents": 2}
    assert client.get("/orders/3").status_code == 404


def test_orders_of_a_customer(client, session):
    for cents in (1, 2, 3):
        client.post("/orders", json={"customer": "ann" if cents != 2 else "bob", "cents": cents})
    assert [order["id"] for order in client.get("/orders", params={"customer": "ann"}).json()] == [3, 1]
    assert [order["cents"] for order in client.get("/orders").json()] == [3, 2, 1]
    cheap = select(Order.customer).where((Order.cents < 3) & (Order.customer != "bob"))
    assert session.scalars(cheap).all() == ["ann"]


def test_total(session):
    session.add_all([Order(customer="ann", cents=250), Order(customer="ann", cents=5)])
    session.flush()
    assert total(session, "ann") == 255
    assert total(session, "bob") == 0


def test_asynchronously(client):
    async def created():
        async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as other:
            return await other.post("/orders", json={"customer": "eve", "cents": 1})

    assert asyncio.run(created()).status_code == 201
    assert client.get("/orders/1").json()["customer"] == "eve"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "output"),
    [(["5"], 0, "0.05 USD\n"), (["12345", "--currency", "CHF"], 0, "123.45 CHF\n"), (["--", "-1"], 2, None)],
    ids=["cents", "currency", "negative"],
)
def test_price(arguments, exit_code, output):
    result = CliRunner().invoke(price, arguments)
    assert result.exit_code == exit_code
    assert output is None or result.output == output
