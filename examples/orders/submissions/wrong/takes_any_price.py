# exercise: orders
import click
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///orders.db")
SessionLocal = sessionmaker(bind=engine)
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    cents: Mapped[int]


class NewOrder(BaseModel):
    customer: str
    cents: int


def get_session():
    with SessionLocal() as session:
        yield session


def shown(order):
    return {"id": order.id, "customer": order.customer, "cents": order.cents}


@app.post("/orders", status_code=201)
def create(new: NewOrder, session: Session = Depends(get_session)):
    order = Order(**new.model_dump())
    session.add(order)
    session.commit()
    return shown(order)


@app.get("/orders/{number}")
def read(number: int, session: Session = Depends(get_session)):
    order = session.get(Order, number)
    if order is None:
        raise HTTPException(404)
    return shown(order)


@app.get("/orders")
def search(customer: str | None = None, session: Session = Depends(get_session)):
    query = select(Order).order_by(Order.id.desc())
    if customer is not None:
        query = query.where(Order.customer == customer)
    return [shown(order) for order in session.scalars(query)]


def total(session, customer):
    return session.scalar(select(func.coalesce(func.sum(Order.cents), 0)).where(Order.customer == customer))


@click.command()
@click.argument("cents", type=click.IntRange(min=0))
@click.option("--currency", default="USD")
def price(cents, currency):
    click.echo(f"{cents / 100:.2f} {currency}")
