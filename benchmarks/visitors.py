"""Visitors of the live pages at once: how many are refused, how long the slowest waits, and the memory."""

from __future__ import annotations

import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from itertools import cycle
from pathlib import Path

from benchmarks.table import Row
from benchmarks.timing import KIBIBYTES_PER_GIBIBYTE, ROOT
from benchmarks.waits import PROGRAM
from reallocate.data.bundle import load_world

VISITORS = ((10, None, None), (50, 10.0, 1.0), (200, 40.0, 20.0))
"""How many at once, with thresholds of the slowest page [s]."""
SECONDS = 60.0
_AGAIN, _PATIENCE = 3.0, 120.0
"""[seconds] after which a page that waits is asked for again, and after which a visitor gives up."""
_ACCEPTED = 202
_ADDRESS = re.compile(r"http://\S+")
_PAGE = [("accept", "text/html")]


@dataclass
class Seen:
    """What visitors met.

    waited : [s] until each page was there
    statuses : of every answer that was no page and no page that waits
    """

    waited: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def visitors() -> Iterator[Row]:
    """A row for each number of visitors; each opens one job card after the other, every time another."""
    codes = [str(code) for code in load_world().occupations.index]
    for count, least, aim in VISITORS:
        with tempfile.TemporaryDirectory() as folder:
            server = _started(Path(folder))
            try:
                yield _row(server, count, codes, least, aim)
            finally:
                server.process.send_signal(signal.SIGINT)
                server.process.wait(30)


def _row(server: _Server, count: int, codes: Sequence[str], least: float, aim: float) -> Row:
    _visit(server.address, 1, codes[:1], 0.0)
    first = _visit(server.address, count, codes, SECONDS / 2)
    before = _memory(server.process.pid)
    second = _visit(server.address, count, codes[::-1], SECONDS / 2)
    after = _memory(server.process.pid)
    waited, refused = first.waited + second.waited, first.statuses + second.statuses
    slowest = max(waited) if waited and not refused else None
    return Row(
        f"slowest page of {count} visitors in a minute, a job card each time", slowest, least=least, aim=aim,
        remark=f"{len(waited)} pages, median {statistics.median(waited):.2g} s; {dict(refused) or 'none'} "
        f"refused; {before:.2f} GiB half-way, {after:.2f} at end",
    )  # fmt: skip


@dataclass(frozen=True)
class _Server:
    process: subprocess.Popen[str]
    address: str


def _started(folder: Path) -> _Server:
    words = [PROGRAM, "serve", "--port", "0", "--no-browser", "--results", str(folder / "live")]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if found := _ADDRESS.search(line):
            return _Server(process, found[0])
    raise RuntimeError("the server did not start")


def _visit(address: str, count: int, codes: Sequence[str], seconds: float) -> Seen:
    """Let visitors open pages for some time; each ends with the page that it has asked for."""
    seen, ends = Seen(), time.perf_counter() + seconds
    turn = cycle(codes)

    def one(_: int) -> None:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        browser.addheaders = _PAGE
        browser.open(address, timeout=_PATIENCE).read()
        while True:
            _open(browser, f"{address.partition('?')[0]}job/{next(turn)}", seen)
            if time.perf_counter() > ends:
                return

    with ThreadPoolExecutor(count) as threads:
        list(threads.map(one, range(count)))
    return seen


def _open(browser: urllib.request.OpenerDirector, address: str, seen: Seen) -> None:
    begun, status = time.perf_counter(), _ACCEPTED
    try:
        while status == _ACCEPTED:
            with browser.open(address, timeout=_PATIENCE) as answer:
                status = answer.status
                answer.read()
            if status == _ACCEPTED:
                time.sleep(_AGAIN)
    except urllib.error.HTTPError as error:
        seen.statuses[str(error.code)] += 1
    except OSError as error:
        seen.statuses[type(error).__name__] += 1
    else:
        seen.waited.append(time.perf_counter() - begun)


def _memory(process: int) -> float:
    """Memory of a process and of all that come from it, what they share counted once [GiB]."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(place.name))
    found, left = 0.0, [process]
    while left:
        one = left.pop()
        left += children.get(one, [])
        try:
            sizes = Path("/proc", str(one), "smaps_rollup").read_text()
        except OSError:
            continue
        found += float(re.search(r"^Pss:\s+(\d+)", sizes, re.MULTILINE)[1])  # type: ignore[index]
    return found / KIBIBYTES_PER_GIBIBYTE
