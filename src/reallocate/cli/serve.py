"""The verb `serve`: the live pages in a browser, from this computer alone."""

from __future__ import annotations

import secrets
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.cli.options import flag, option

if TYPE_CHECKING:
    from reallocate.web.queue import Queue

NEEDED = ("starlette", "uvicorn", "python_multipart")
"""Modules of the extra `web`."""
INSTALL = 'pip install "reallocate[web]"'
HERE = ("127.0.0.1", "localhost", "::1")
PORT, LARGEST_PORT = 8765, 65_535
TOKEN_BYTES = 24
ENDED = "The pages are closed. What was typed or sent to them is gone; finished plans are in {folder}."


def serve(
    port: int = option("Port to listen on; 0 takes a free one.", default=PORT),
    host: str = option(
        "Address to listen on. Another than this computer's own needs the token that is printed.",
        default=HERE[0],
    ),
    results: Path = option(
        "Folder for plans that take minutes: their queue and results, for you alone.",
        default=Path("results", "live"),
    ),
    open_: bool = flag("--open", "Open the first page in the browser."),
) -> None:
    """Show jobs, firms and the economy in a browser; everything stays on this computer.

    reallocate serve

    reallocate serve --port 9000 --open
    """
    from reallocate.errors import InputError, Problem

    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        what = f"the live pages need {', '.join(lacking)}, not installed here"
        raise InputError(Problem(what, "serve", f"Install them: {INSTALL}"))
    if not 0 <= port <= LARGEST_PORT:
        raise InputError(Problem(f"{port} is no port", "--port", f"Write 0 to {LARGEST_PORT}."))
    from reallocate.web.queue import Queue

    listening = _listening(host, port)
    queue = Queue(results)
    token = "" if host in HERE else secrets.token_urlsafe(TOKEN_BYTES)
    _run(listening, host, token, queue, open_)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; refused before anything else is started."""
    from reallocate.errors import InputError, Problem

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        remedy = "Is it running already? Name another port, such as --port 0 for a free one."
        raise InputError(Problem(f"cannot listen there: {why}", f"{host}:{port}", remedy)) from None


def _run(listening: socket.socket, host: str, token: str, queue: Queue, open_: bool) -> None:
    import uvicorn

    from reallocate.face.interruption import set_stop_message
    from reallocate.web.app import application

    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/{f'?token={token}' if token else ''}"
    settings = uvicorn.Config(
        application(queue, token=token),
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        ws="none",
    )
    print(f"Open {address}", flush=True)
    if token:
        print("Whoever has this address can use the pages until the server stops.", flush=True)
    print("Ctrl-C ends it.", flush=True)
    set_stop_message(ENDED.format(folder=queue.folder))
    if open_:
        import webbrowser

        webbrowser.open(address)
    with listening:
        uvicorn.Server(settings).run(sockets=[listening])
