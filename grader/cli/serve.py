"""`grade serve`: starts a service, with its own database and runner unless others are named."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import click

from ..errors import UsageError
from ..exercises.find import catalogue, root
from . import options
from .extra import needs_server
from .outcome import Interrupted, echo, say
from .parameters import Address, Number, WholeNumber

# So long a runner may take to end what it grades; one that grades nothing is gone before anybody is told.
_END_SECONDS, _QUIET_SECONDS = 30.0, 2.0
_LOOK_SECONDS, _AGAIN_SECONDS, _MOST_PAUSE_SECONDS = 0.2, 0.5, 30.0


@click.command("serve")
@click.option(
    "--database", metavar="URL", envvar="GRADE_DATABASE", show_envvar=True,
    help="Your PostgreSQL, with runners of your own. [default: an embedded one, with one runner]",
)  # fmt: skip
@click.option("--listen", metavar="HOST:PORT", default="127.0.0.1:8000", show_default=True)
@click.option(
    "--public-url", type=Address(), metavar="URL", envvar="GRADE_PUBLIC_URL", show_envvar=True,
    help="How others reach it, for links. [default: as it listens]",
)  # fmt: skip
@click.option(
    "--data",
    type=click.Path(path_type=Path, readable=False),
    help="Where the embedded database keeps its data.",
)
@options.exercises
@options.sandbox("the runner's submissions run")
@click.option("--jobs", type=WholeNumber(1, 1000), help="How many the runner grades at once.")
@click.option(
    "--rate", type=Number(1), default=20.0, show_default=True, metavar="REQUESTS",
    help="How many a second one token or address may make for long.",
)  # fmt: skip
@click.option("--allow-private", is_flag=True, help="Let webhooks go to addresses of private networks.")
@needs_server
def serve_command(
    database: str | None,
    listen: str,
    public_url: str | None,
    data: Path | None,
    exercises: str | None,
    sandbox: str,
    jobs: int | None,
    rate: float,
    allow_private: bool,
) -> None:
    """Take submissions over HTTP and show their reports; hidden tests stay here.

    Without --database one command is all: an embedded PostgreSQL and a runner start beside it. The first
    start prints a token for the administrator.
    """
    from ..database.embedded import embedded, kept_running
    from ..records.journal import keep_journal
    from ..service.callers import Rate
    from ..service.serve import listening, prepared, serve
    from ..service.state import ServiceSettings

    host, port = _address(listen)
    base = "" if public_url else _base(host)
    shipped = catalogue(root(exercises))
    place = data or default_data()
    with contextlib.ExitStack() as stack:
        door = stack.enter_context(listening(host, port))
        url = database or ""
        if not database:
            server = stack.enter_context(embedded(place / "postgresql"))
            stack.enter_context(kept_running(server))
            url = server.url
        token = asyncio.run(prepared(url, shipped))
        keep_journal()
        if database is None:
            stack.enter_context(_runner(url, sandbox, jobs))
        public = public_url or f"{base}:{door.getsockname()[1]}"
        settings = ServiceSettings(
            url, place / "bundles", public, Rate(rate, 5 * rate), allow_private=allow_private
        )

        def tell() -> None:
            if token is not None:
                echo(f"The administrator's token, shown this once: {token}")
            echo(f"Serving at {public}")
            sys.stdout.flush()

        with contextlib.suppress(Interrupted, KeyboardInterrupt):  # the normal end of a service
            serve(settings, door, tell)
    say("Stopped.")


def default_data() -> Path:
    """The default data folder of an embedded database: the user's, or a system folder for root."""
    if os.geteuid() == 0:
        return Path("/var/lib/grade")
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path("~/.local/share").expanduser()) / "grade"


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise UsageError(
            f"{listen!r} is no address to listen on.", code="listen", remedy="Say it as 127.0.0.1:8000."
        )
    return host.strip("[]"), int(port)


def _base(host: str) -> str:
    """The beginning of links to a service that listens on `host`, up to the port.

    Raises:
        UsageError: it listens on all addresses, none of which is known to be the one that others reach.
    """
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host)
        if address.is_unspecified:
            raise UsageError(
                f"Links cannot lead to {host}, which stands for every address of this machine.",
                code="public-url", remedy="Set GRADE_PUBLIC_URL to the address by which others reach it.",
            )  # fmt: skip
        return f"http://[{host}]" if address.version == 6 else f"http://{host}"
    return f"http://{host}"


@contextlib.contextmanager
def _runner(url: str, sandbox: str, jobs: int | None) -> Iterator[None]:
    """Keeps a runner process beside the service during the block; restarts it when it dies."""
    # Its input ends with this process, however that ends, and the runner with it.
    command = [sys.executable, "-P", "-m", "grader", "runner", "--ends-with-input", "--sandbox", sandbox]
    if jobs:
        command += ["--jobs", str(jobs)]
    environment, over, at_once = os.environ | {"GRADE_DATABASE": url}, threading.Event(), threading.Event()

    def keep() -> None:
        pause = _AGAIN_SECONDS
        while not over.is_set():
            began = time.monotonic()
            with subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                start_new_session=True,
            ) as process:
                while process.poll() is None and not over.wait(_LOOK_SECONDS):
                    pass
                _end(process, at_once)
            # One that cannot start says why each time; one that was killed is needed at once.
            pause = _AGAIN_SECONDS if time.monotonic() - began > _MOST_PAUSE_SECONDS else 2 * pause
            over.wait(min(pause, _MOST_PAUSE_SECONDS))

    thread = threading.Thread(target=keep, name="runner")
    thread.start()
    try:
        yield
    finally:
        over.set()
        _await_end(thread, at_once)


def _await_end(thread: threading.Thread, at_once: threading.Event) -> None:
    """Waits until the runner has ended; says so if it takes longer, and ends it at a second interruption."""
    try:
        thread.join(_QUIET_SECONDS)
        if thread.is_alive():
            say(
                f"Waiting until the runner has ended what it grades, {_END_SECONDS:g} seconds at most. "
                "Ctrl-C again ends it at once: nothing is lost, the rest is graded after the next start."
            )
        thread.join()
    except (Interrupted, KeyboardInterrupt):
        at_once.set()
        thread.join()


def _end(process: subprocess.Popen[bytes], at_once: threading.Event) -> None:
    """Ends a runner: gently, with time for what it grades, unless `at_once` is set."""
    process.terminate()
    until = time.monotonic() + _END_SECONDS
    while process.poll() is None and time.monotonic() < until and not at_once.wait(_LOOK_SECONDS):
        pass
    if process.poll() is None:
        process.kill()
        process.wait()
