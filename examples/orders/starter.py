# exercise: orders
"""An API for orders, and a command that shows a price."""

from fastapi import FastAPI

app = FastAPI()
