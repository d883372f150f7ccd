"""What a server that is no service of ours, or a hostile one, can do to whoever hands in there."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import resource
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.client.remote import HandedIn, Remote
from grader.errors import GraderError, InfrastructureError
from grader.report import Audience

_RECEIPT = {
    "id": "x", "exercise": "e", "sha256": "s", "received_at": "now", "attempt": 1, "attempts": None,
    "place": 1,
}  # fmt: skip
_HANDED = HandedIn("x", "e", "s", "now", 1, None, 1)


@contextlib.contextmanager
def answering(
    body: bytes, context: ssl.SSLContext | None = None, **headers: str
) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything with `body`; its address, and the lines that it was asked with."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.requestline)
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        scheme = "https" if context else "http"
        try:
            yield f"{scheme}://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    return str(path)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Please sign in</html>", b"", b"[1, 2]", b'"x"', b"{}", b"[" * 100_000,
        b'{"id": ' + b"9" * 6000,
        json.dumps(_RECEIPT | {"id": 1}).encode(), json.dumps(_RECEIPT | {"attempts": [1]}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_service_is_said_to_be_none(file: str, body: bytes) -> None:
    with answering(body) as (url, _), contextlib.closing(Remote(url, "t")) as remote:
        with pytest.raises(InfrastructureError, match="no service of this kind"):
            remote.hand_in(file, None)
        if b'"place"' not in body:
            with pytest.raises(InfrastructureError, match="no service of this kind"):
                remote.report(_HANDED, Audience.CANDIDATE, lambda state, place: None)


def test_an_answer_of_more_than_there_is_to_say_is_not_read(file: str) -> None:
    with (
        answering(bytes(9 << 20)) as (url, _),
        contextlib.closing(Remote(url, "t")) as remote,
        pytest.raises(InfrastructureError, match="more than 8 MiB"),
    ):
        remote.hand_in(file, None)


def test_an_answer_that_is_packed_twice_is_not_unpacked(file: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = gzip.compress(b"".join(packer.compress(bytes(1 << 20)) for _ in range(512)) + packer.flush())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (
        answering(bomb, Content_Encoding="gzip, gzip") as (url, _),
        contextlib.closing(Remote(url, "t")) as remote,
        pytest.raises(InfrastructureError, match="no service of this kind"),
    ):
        remote.hand_in(file, None)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10


def test_a_service_that_does_not_wait_is_not_asked_without_a_pause() -> None:
    began = time.monotonic()
    told: list[str] = []

    def tell(state: str, place: int) -> None:
        told.append(state)
        if len(told) == 5:
            raise InfrastructureError("enough", code="enough")

    with (
        answering(b'{"state": "queued", "place": 1}') as (url, _),
        contextlib.closing(Remote(url, "t")) as remote,
        pytest.raises(InfrastructureError, match="enough"),
    ):
        remote.report(_HANDED, Audience.CANDIDATE, tell)
    assert time.monotonic() - began >= 1


def test_a_token_goes_through_no_proxy_in_the_clear(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(b"{}") as (proxy, through), answering(json.dumps(_RECEIPT).encode()) as (url, _):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("ALL_PROXY", proxy)
        with contextlib.closing(Remote(url, "t")) as remote:
            assert remote.hand_in(file, None) == _HANDED
        assert through == []


def test_a_certificate_that_is_not_valid_is_told_at_once(file: str, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = str(tmp_path / "key"), str(tmp_path / "certificate")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    began = time.monotonic()
    with (
        answering(b"{}", context) as (url, asked),
        contextlib.closing(Remote(url, "t")) as remote,
        pytest.raises(InfrastructureError, match=r"(?i)certificate"),
    ):
        remote.hand_in(file, None)
    assert asked == []
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("address", ["https://a b", "https://\x00", "https://[::1", "https://a:99999"])
def test_what_is_no_address_is_one_sentence(file: str, address: str) -> None:
    with pytest.raises(GraderError):
        Remote(address, "t").hand_in(file, None)


def test_where_nothing_answers_it_is_said_at_once_and_once(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.client.remote._PATIENCE_SECONDS", 2.0)
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        contextlib.closing(Remote(f"http://127.0.0.1:{port}", "t", told.append)) as remote,
        pytest.raises(InfrastructureError, match="does not answer"),
    ):
        remote.hand_in(file, None)
    assert len(told) == 1
    assert "refused" in told[0]
