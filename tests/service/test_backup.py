"""The commands of docs/deploy.md save the embedded database while it serves, and put it back elsewhere."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

from grader.database.embedded import embedded
from grader.database.migrate import migrate
from tests.docs.pages import blocks

from .conftest import PROJECT, hand_in, place, runner, serving

SAVE, PUT_BACK = (
    one.text for one in blocks("docs/deploy.md") if one.mark == "run by tests/service/test_backup.py"
)


def run(text: str, data: Path, home: Path) -> None:
    """Runs commands of the page, which name the usual folder of the data, on `data`."""
    assert "~/.local/share/grade/" in text
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", text.replace("~/.local/share/grade/", f"{data}/")],
        env={"PATH": path, "HOME": str(home), "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_embedded_database_is_saved_while_it_serves_and_put_back() -> None:
    with place() as folder, place() as home:
        with embedded(folder / "old" / "postgresql") as server:
            asyncio.run(migrate(server.url))
            with serving(server.url, folder) as service:
                token = service.invited(attempts=3)["token"]
                receipt = hand_in(service.of(token))
                run(SAVE, folder / "old", home)
                hand_in(service.of(token))  # it goes on, and this one came too late to be saved
        assert stat.S_IMODE((home / "grade.dump").stat().st_mode) == 0o600
        with embedded(folder / "new" / "postgresql") as server:
            asyncio.run(migrate(server.url))  # as a first start does
            first_lines = SAVE.rpartition("(umask")[0]
            run(first_lines + PUT_BACK, folder / "new", home)
            asyncio.run(migrate(server.url))
            with serving(server.url, folder) as service, runner(server.url, folder):
                candidate = service.of(token)
                answer = candidate.get(f"/submissions/{receipt['id']}?wait=60").json()
                assert (answer["state"], answer["points"]) == ("done", 2.0)
                assert hand_in(candidate)["attempt"] == 2
