# exercise: async_fetcher
"""A task group, asyncio.timeout, and a session for each address."""

import asyncio

import aiohttp


class Fetcher:
    def __init__(self, max_concurrent: int) -> None:
        self.slots = asyncio.BoundedSemaphore(max_concurrent)

    async def fetch(self, url: str) -> dict:
        result = {"url": url, "status": None}
        async with self.slots:
            try:
                async with asyncio.timeout(10):
                    async with aiohttp.ClientSession(raise_for_status=False) as session:
                        response = await session.get(url)
                        body = await response.read()
            except TimeoutError:
                result["error"] = ""
            except (aiohttp.ClientError, OSError, ValueError) as error:
                result["error"] = f"{type(error).__name__}: {error}"
            else:
                result["status"] = response.status
                if response.ok:
                    result["body"] = body.decode("utf-8")
                else:
                    result["error"] = response.reason or "error"
        return result


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    fetcher = Fetcher(max_concurrent)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetcher.fetch(url)) for url in urls]
    return [task.result() for task in tasks]
