"""The verb `serve`: what it says, what it refuses, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote

import pytest
from tests.web.test_queue import until
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.kernel import extras

# A test run in the background hands on that an interruption is ignored.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from reallocate.cli.main import run; run()"
)

WINDOWLESS = {
    name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
}


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, ["serve", *words])
    assert done.exit_code == 2 and done.stdout == ""
    return " ".join(done.stderr.split())


def test_without_the_extra_it_says_which_command_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    said = refused()
    assert "starlette, uvicorn, python_multipart" in said and 'pip install "reallocate[web]"' in said


def test_a_port_that_is_taken_and_what_is_no_address_are_refused_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("--port", str(taken.getsockname()[1]))
    assert "cannot listen there" in said and "--port 0" in said
    assert "cannot listen there" in refused("--host", "nowhere.invalid")
    assert "there is no such folder" in refused("--port", "0", "--folder", "nowhere")
    assert all("Write 0 to 65535" in refused("--port", port) for port in ("70000", "-1"))


@contextmanager
def served(*words: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
    """A server, which ends with the test."""
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def fetched(link: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(link) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("number", "code"), [pytest.param(signal.SIGINT, 130, marks=pytest.mark.long), (signal.SIGTERM, 143)]
)
def test_it_ends_in_words_and_leaves_no_process(tmp_path: Path, number: int, code: int) -> None:
    with served("--results", str(tmp_path / "live"), "--no-browser") as server:
        assert server.stdout is not None and server.stderr is not None
        link = server.stdout.readline().split()[1]
        assert fetched(link.replace("/?", "/static/system.css?"))[0] == 200
        server.send_signal(number)
        said = server.stderr.read()  # ends when no process of the server holds it any more
        assert server.wait(10) == code
    assert said.startswith(
        "The pages are closed. What was typed or sent to them is gone; finished plans are in "
    )


def test_the_address_has_a_token_that_a_new_start_keeps(tmp_path: Path) -> None:
    tokens = []
    for host in ("127.0.0.1", "0.0.0.0"):
        with served("--results", str(tmp_path / "live"), "--host", host, env=WINDOWLESS) as server:
            assert server.stdout is not None
            lines = [server.stdout.readline() for _ in range(5)]
            link = lines[0].split()[1]
            tokens.append(link.partition("?token=")[2])
            assert "Whoever has this address" in lines[1] and "Up to 64 readers" in lines[2]
            assert lines[4] == "No browser could be opened here: open the address yourself.\n"
            here = link.replace(host, "127.0.0.1")
            assert fetched(here)[0] == 200
            status, told = fetched(here.partition("?")[0])
            assert status == 403 and "This page needs its token" in told
    assert len(tokens[0]) == 64 and tokens[0] == tokens[1]


def test_a_browser_is_started_with_a_file_so_that_nobody_sees_the_token_in_its_command(
    tmp_path: Path,
) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {seen}\n', encoding="ascii")
    browser.chmod(0o755)
    with served(
        "--results", str(tmp_path / "live"), env={**WINDOWLESS, "BROWSER": f"{browser} %s"}
    ) as server:
        assert server.stdout is not None
        link = server.stdout.readline().split()[1]
        assert "No browser" not in "".join(server.stdout.readline() for _ in range(3))
        until(seen.exists)
        until(lambda: bool(seen.read_text(encoding="ascii")))
    opened = Path(unquote(seen.read_text(encoding="ascii").strip().removeprefix("file://")))
    assert opened == tmp_path / "live" / "open.html" and "token" not in str(opened)
    assert link in opened.read_text(encoding="utf-8") and stat.S_IMODE(opened.stat().st_mode) == 0o600


@pytest.mark.parametrize("sent", [
    b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    b"POST /firm HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n\r\nindustry=",
])  # fmt: skip
def test_a_request_that_never_comes_whole_is_ended(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from reallocate.web import guard as half_sent

    for name in ("_HEAD", "_PAUSE"):
        monkeypatch.setattr(half_sent, name, 0.5)

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    settings = uvicorn.Config(
        app, http=half_sent.EndsHalfSent, log_level="critical", lifespan="off", ws="none"
    )
    server = uvicorn.Server(settings)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            with (
                socket.create_connection(listening.getsockname()) as half,
                socket.create_connection(listening.getsockname()) as whole,
            ):
                half.sendall(sent)
                for _ in range(2):
                    whole.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab")
                    answer = b""
                    while not answer.endswith(b"ok"):
                        answer += whole.recv(1000)
                half.settimeout(10)
                begun = time.monotonic()
                while half.recv(1000):
                    pass
                assert time.monotonic() - begun < 5
        finally:
            server.should_exit = True
            thread.join(10)
