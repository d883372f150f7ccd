# exercise: async_fetcher
# attack: L02
# must: earn no more than a stub
"""Raises inside tasks and handlers with the addresses in every text."""

import asyncio


async def fetch_all(*args, **kwargs):
    text = f"LEAK<{args!r}{kwargs!r}>KAEL"

    async def fail():
        raise RuntimeError(text)

    asyncio.create_task(fail(), name=text)
    asyncio.get_running_loop().call_exception_handler({"message": text, "exception": ValueError(text)})
    await asyncio.sleep(0)
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(), name=text)
