"""What the suite beside this tests; none of it is checked for style."""
import logging, os, random, sys, time, warnings, enum, dataclasses, typing, collections
log = logging.getLogger("mine")
VERSION = "1.2"
LIMITS = (1, 2)
CACHE = {}
counter = 0
class OwnError(ValueError):
    def __init__(self, message, code=5):
        super().__init__(message); self.code = code
class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2
class Perm(enum.Flag):
    R = 1
    W = 2
class Held:
    def __enter__(self): return self
    def __exit__(self, kind, exc, trace): self.seen = kind.__name__, isinstance(exc, Exception); return True
Point = collections.namedtuple("Point", "x y count")
@dataclasses.dataclass(order=True)
class Item:
    name: str
    price: float = 1.0
    def total(self): return self.price * 2
class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vector(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return Vector(-self.x, -self.y)
    def __eq__(self, o): return isinstance(o, Vector) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __repr__(self): return f"Vector({self.x}, {self.y})"
    def __bool__(self): return bool(self.x or self.y)
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __iter__(self): return iter((self.x, self.y))
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
class Stack(list):
    def push(self, x): self.append(x)
    @property
    def top(self): return self[-1]
    @classmethod
    def of(cls, *a): return cls(a)
    @staticmethod
    def name(): return "stack"
def warn(): warnings.warn("careful", DeprecationWarning); return 1
def shout(): log.info("hello %s", 5); log.error("bad"); return 2
def roll(): return random.randint(1, 6)
def wait(): time.sleep(100); return "waited"
def env(): return os.environ.get("MODE", "none"), sys.argv[1:]
def ask(): return input("name? ")
def echo(*a): print(*a); print("err", file=sys.stderr)
def fail(n):
    if n == 1: raise OwnError("no", code=7)
    if n == 2: raise KeyError("k")
    if n == 3:
        try: 1 / 0
        except ZeroDivisionError as e: raise RuntimeError("outer") from e
    if n == 4: sys.exit("bye")
    return n
def gen(n):
    got = []
    for i in range(n):
        got.append((yield i))
    return got
async def aget(client, url):
    async with client as c:
        return await c.fetch(url)
def use(db): 
    db.save("a", [1]); db.count = 5
    return db.find("a"), len(db), db["k"], "a" in db
def write(path):
    with open(path / "out.txt", "w") as f: f.write("hi")
    os.makedirs(path / "sub")
    return sorted(os.listdir(path))
def now(): return time.time()
def cb(f, n): return f(n) if n else 0
def typed(a: int, b: str = "x", *, c=None) -> bool: return True
def inc():
    global counter
    counter += 1
    CACHE[counter] = counter
    return counter
def many(): return [Vector(1, 2), Vector(3, 4)]
def pt(): return Point(1, 2, 3)
def lvl(): return Level.LOW
def typ(x): return type(x)
def take_last(things, *key): return things.pop(*key)
class Kept:
    def __init__(self, things): self.things = things
    def add(self, key): self.things[key] += 1; return self.things
def kept(things): return Kept(things)


class Coins(int):
    def __add__(self, o): return Coins(int(self) + int(o))
    __radd__ = __add__


class Arrow(collections.namedtuple("Arrow", "x y")):
    def __add__(self, o): return Arrow(self.x + o.x, self.y + o.y)
    def __neg__(self): return Arrow(-self.x, -self.y)
    def __mul__(self, by): return Arrow(self.x * by, self.y * by)
    __rmul__ = __mul__
    def __abs__(self): return (self.x**2 + self.y**2) ** 0.5
    def __bool__(self): return self.x != 0 or self.y != 0


class Release(str):
    def parts(self): return [int(part) for part in self.split(".")]
    def __lt__(self, o): return self.parts() < o.parts()
    def __eq__(self, o): return isinstance(o, str) and self.parts() == Release(o).parts()
    def __hash__(self): return hash(tuple(self.parts()))
    def __contains__(self, part): return int(part) in self.parts()
    def __len__(self): return len(self.parts())
    def __getitem__(self, at): return self.parts()[at]
def releases(): return {Release("1.0"): "first"}
def unnamed():
    class Hidden(int):
        def __add__(self, o): return int(self) + o
    return Hidden(5)


class Bag(list):
    def __eq__(self, o): return sorted(self) == sorted(o)
    def __ne__(self, o): return sorted(self) != sorted(o)
    def __lt__(self, o): return sum(self) < sum(o)
    def __hash__(self): return hash(tuple(sorted(self)))
    def __sub__(self, o): return Bag(x for x in self if x not in o)
    def __bool__(self): return sum(self) > 0
class Folded(dict):
    def __getitem__(self, key): return super().__getitem__(key.lower())
    def __contains__(self, key): return super().__contains__(key.lower())
