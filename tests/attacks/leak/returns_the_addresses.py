# exercise: async_fetcher
# attack: L03
# must: earn no more than a stub
"""Returns results that hold the arguments, each more or less in the form that was asked for."""


async def fetch_all(*args, **kwargs):
    text = f"LEAK<{args!r}{kwargs!r}>KAEL"
    urls = args[0] if args else []
    return [{"url": url, "status": text, "body": text, "error": text, text: url} for url in urls] or text
