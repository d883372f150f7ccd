# exercise: orders
from collections.abc import Iterator
from typing import Annotated

import click
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()
router = APIRouter(prefix="/orders")


class Order(Base):
    __tablename__ = "the_orders"
    id = Column(Integer, primary_key=True)
    customer = Column(String(40), nullable=False, index=True)
    cents = Column(Integer, nullable=False)


class OrderIn(BaseModel):
    customer: str
    cents: int = Field(gt=0)


class OrderOut(OrderIn):
    model_config = ConfigDict(from_attributes=True)
    id: int


def get_session() -> Iterator[Session]:
    session = Session(create_engine("sqlite://"))
    try:
        yield session
    finally:
        session.close()


Db = Annotated[Session, Depends(get_session)]


@router.post("", response_model=OrderOut, status_code=201)
async def add(order: OrderIn, session: Db):
    made = Order(customer=order.customer, cents=order.cents)
    session.add(made)
    session.commit()
    session.refresh(made)
    return made


@router.get("/{order_id}", response_model=OrderOut)
async def one(order_id: int, session: Db):
    found = session.query(Order).filter_by(id=order_id).first()
    if not found:
        raise HTTPException(status_code=404, detail="Order not found")
    return found


@router.get("", response_model=list[OrderOut])
async def many(session: Db, customer: Annotated[str | None, Query()] = None):
    query = session.query(Order)
    if customer:
        query = query.filter_by(customer=customer)
    return sorted(query.all(), key=lambda order: -order.id)


app = FastAPI(title="Orders")
app.include_router(router)


def total(session, customer):
    return sum(order.cents for order in session.query(Order).filter(Order.customer == customer))


@click.command("price")
@click.argument("cents", type=int)
@click.option("-c", "--currency", default="USD", show_default=True)
def price(cents, currency):
    """Shows a price."""
    if cents < 0:
        raise click.BadParameter("is negative", param_hint="CENTS")
    click.echo("%d.%02d %s" % (*divmod(cents, 100), currency))
