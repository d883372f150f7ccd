# exercise: async_fetcher
"""Workers that take addresses from a queue."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    queue: asyncio.Queue[int] = asyncio.Queue()
    for index in range(len(urls)):
        queue.put_nowait(index)
    results: list[dict | None] = [None] * len(urls)

    async def get(session: aiohttp.ClientSession, url: str) -> tuple[int, str]:
        async with session.get(url) as response:
            return response.status, await response.text(encoding="utf-8")

    async def work(session: aiohttp.ClientSession) -> None:
        while True:
            index = await queue.get()
            url = urls[index]
            try:
                status, text = await asyncio.wait_for(get(session, url), timeout=10)
            except Exception as error:
                results[index] = {"url": url, "status": None, "error": repr(error)}
            else:
                kind = "body" if status < 400 else "error"
                results[index] = {"url": url, "status": status, kind: text}
            queue.task_done()

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        workers = [asyncio.create_task(work(session)) for _ in range(max_concurrent)]
        await queue.join()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return results
