# exercise: async_fetcher
"""httpx with tasks that are started as slots come free, and asyncio.wait for those that end."""

import asyncio

import httpx


async def fetch_all(urls, max_concurrent=10):
    results = {}
    running = {}

    async def settle():
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            index = running.pop(task)
            url = urls[index]
            try:
                response = task.result()
            except Exception as error:
                results[index] = {"url": url, "status": None, "error": str(error)}
                continue
            result = results[index] = {"url": url, "status": response.status_code}
            if response.is_error:
                result["error"] = response.reason_phrase
            else:
                result["body"] = response.content.decode()

    async with httpx.AsyncClient(timeout=11) as client:
        for index, url in enumerate(urls):
            if len(running) == max_concurrent:
                await settle()
            task = asyncio.ensure_future(asyncio.wait_for(client.get(url), 10.5))
            running[task] = index
        while running:
            await settle()
    return [results[index] for index in range(len(urls))]
