"""Models, requests, dates and coroutines, for a suite that drives them with libraries."""

import asyncio, datetime, random, time
import attrs
import requests
from pydantic import BaseModel, Field, field_validator, ValidationError, ConfigDict
class User(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str = Field(min_length=1)
    age: int = Field(ge=0)
    tags: list[str] = []
    @field_validator("name")
    @classmethod
    def strip(cls, v): return v.strip()
@attrs.define
class Point:
    x: int = attrs.field(validator=attrs.validators.instance_of(int))
    y: int = 0
@attrs.frozen
class Cold:
    x: int
def fetch(url):
    r = requests.get(url, timeout=3); r.raise_for_status(); return r.json()
def post(url, data):
    with requests.Session() as s: return s.post(url, json=data).status_code
BORN = datetime.date(2000, 1, 1)
def day(): return datetime.date.today()
def today(): return datetime.date.today().isoformat()
def age(born): return (datetime.datetime.now() - born).days // 365
def stamp(): return time.time()
async def slow(n):
    await asyncio.sleep(0.01); return n * 2
def roll(): return random.randint(1, 6)
def parse(d): return User(**d)
def sort(items): return sorted(items)
class Service:
    def __init__(self, client): self.client = client
    def run(self): return self.client.get("x").upper()
