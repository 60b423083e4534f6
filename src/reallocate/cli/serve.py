"""The verb `serve`: the live pages in a browser, from this computer alone."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.api.requests import ServeCommand
from reallocate.cli.verb import takes
from reallocate.kernel.extras import must_have

if TYPE_CHECKING:
    from reallocate.web.serve.queue import Queue


_HERE = ("127.0.0.1", "localhost", "::1")
_LARGEST_PORT = 65_535
_WINDOWS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
"""Settings of which one is there where a browser can open a window."""
_ENDED = "The pages are closed. What was typed or sent to them is gone; finished plans are in {folder}."


@takes(ServeCommand)
def serve(asked: ServeCommand) -> None:
    """Show jobs, firms and the economy in a browser; everything stays on this computer.

    Only who has the token in the printed address, or this computer's browser once it was opened with it, is
    answered. The token stays the same at every start with the same --results.

    reallocate serve

    reallocate serve --port 9000 --folder results
    """
    from reallocate.kernel.errors import InputError, Problem

    must_have("web")
    if not 0 <= asked.port <= _LARGEST_PORT:
        raise InputError(Problem(f"{asked.port} is no port", "--port", f"Write 0 to {_LARGEST_PORT}."))
    folders = [Path(one) for one in asked.folder]
    missing = [str(one) for one in folders if not one.is_dir()]
    if missing:
        raise InputError([Problem("there is no such folder", f"--folder {one}") for one in missing])
    from reallocate.web.serve.queue import Queue

    with _listening(asked.host, asked.port) as listening:
        _run(listening, asked.host, Queue(Path(asked.results)), folders, not asked.no_browser)


def _opened(address: str) -> bool:
    """Whether a browser with windows of its own was started; one in the terminal would take that over."""
    import webbrowser

    if sys.platform == "linux" and not any(os.environ.get(name) for name in _WINDOWS):
        return False
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; refused before anything else is started."""
    from reallocate.kernel.errors import InputError, Problem

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        remedy = "Is it running already? Name another port, such as --port 0 for a free one."
        raise InputError(Problem(f"cannot listen there: {why}", f"{host}:{port}", remedy)) from None


def _run(listening: socket.socket, host: str, queue: Queue, folders: list[Path], with_browser: bool) -> None:
    import uvicorn

    from reallocate import __version__
    from reallocate.api.interruption import set_stop_message
    from reallocate.web.access import FILE, kept_token, write_opening
    from reallocate.web.guard import LOOPBACK, EndsHalfSent
    from reallocate.web.serve.app import application
    from reallocate.web.sessions import MOST

    token, is_kept = kept_token(queue.folder)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/?token={token}"
    settings = uvicorn.Config(
        application(queue, token, LOOPBACK if host in _HERE else (), folders),
        http=EndsHalfSent,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        ws="none",
    )
    print(f"Open {address}")
    print("Whoever has this address can use the pages; nobody else is answered.")
    if not is_kept:
        print(f"The token is new: {queue.folder / FILE} is not yours alone. Delete it to have one kept.")
    print(f"Up to {MOST} readers may have a firm open. Readers take turns.")
    print("Ctrl-C ends it.", flush=True)
    set_stop_message(_ENDED.format(folder=queue.folder))
    opening = write_opening(queue.folder, address, __version__)
    if with_browser and not _opened(opening.as_uri() if opening is not None else address):
        print("No browser could be opened here: open the address yourself.", flush=True)
    uvicorn.Server(settings).run(sockets=[listening])
