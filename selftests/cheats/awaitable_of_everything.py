"""Results that can be awaited, iterated and entered, asynchronously or not, and give themselves."""


class Awaitable:
    def __await__(self):
        return self
        yield

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return True

    async def __anext__(self):
        return self

    __aiter__ = __iter__ = lambda self: self
    __next__ = lambda self: self
    __eq__ = lambda self, other: True
    __hash__ = lambda self: 0
    __enter__ = lambda self: self
    __exit__ = lambda self, *failure: True
    __getattr__ = lambda self, name: self
    __call__ = lambda self, *args, **kwargs: self


define(lambda *args, **kwargs: Awaitable())
