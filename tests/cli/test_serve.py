"""The verb `serve`: what it says, what it refuses, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from typer.testing import CliRunner

from reallocate.cli import serve
from reallocate.cli.main import app

# A test run in the background hands on that an interruption is ignored.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from reallocate.cli.main import run; run()"
)


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, ["serve", *words])
    assert done.exit_code == 2 and done.stdout == ""
    return " ".join(done.stderr.split())


def test_without_the_extra_it_says_which_command_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    said = refused()
    assert "starlette, uvicorn, python_multipart" in said and 'pip install "reallocate[web]"' in said


def test_a_port_that_is_taken_is_refused_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("--port", str(taken.getsockname()[1]))
    assert "cannot listen there" in said and "--port 0" in said


@pytest.mark.parametrize("words", [("--port", "70000"), ("--port", "-1"), ("--host", "nowhere.invalid")])
def test_what_is_no_address_is_refused(words: tuple[str, ...]) -> None:
    assert "Write 0 to 65535" in refused(*words) if words[0] == "--port" else "cannot listen there" in refused(*words)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_in_words_and_leaves_no_process(number: int, code: int) -> None:
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stderr is not None
        address = server.stdout.readline().split()[1]
        with urllib.request.urlopen(f"{address}static/system.css") as answer:
            assert answer.status == 200
        server.send_signal(number)
        said = server.stderr.read()  # ends when no process of the server holds it any more
        assert server.wait(10) == code
    assert said.startswith("The pages are closed. What was typed or sent to them is gone; finished plans are in ")


def test_another_address_prints_a_token() -> None:
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--host", "0.0.0.0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        first, second = server.stdout.readline(), server.stdout.readline()
        assert "?token=" in first and len(first.split("?token=")[1].strip()) >= 32
        assert "Whoever has this address" in second
        server.terminate()
        server.wait(10)
