"""In a child: the live pages from the start of the server to the first page, and what a page weighs."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from tempfile import TemporaryDirectory
from urllib.error import URLError

from benchmarks.timing import tell

PROGRAM = "from reallocate.cli.main import run; run()"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = ("/", "/firm", "/economy", "/answers", "/job/43-3051")
LIBRARY = "/charts/vega.js"
"""The library of charts, which is counted apart."""
PAINTED = (
    "() => new Promise((tell) => new PerformanceObserver((list) => "
    "tell(list.getEntriesByName('first-contentful-paint')[0].startTime))"
    ".observe({ type: 'paint', buffered: true }))"
)


def main() -> None:
    """Start a server; tell the seconds to its first page, each page's weight, and its first paint."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--no-browser", "--results", folder]
        begun = time.perf_counter()
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, text=True, **pipes) as server:
            assert server.stdout is not None
            link = server.stdout.readline().split()[1]
            address = link.partition("/?")[0]
            urllib.request.install_opener(
                urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            )
            try:
                first = _get(link)
                tell(first=time.perf_counter() - begun, bytes=len(first))
                tell(weights={page: _weight(address, page) for page in PAGES})
                tell(paint=_paint(link))
            finally:
                server.terminate()


def _get(address: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:
                found: bytes = answer.read()
                return found
        except URLError:
            time.sleep(0.02)
    raise TimeoutError(address)


def _weight(address: str, page: str) -> int:
    """Bytes of a page with style and scripts, compressed, without the library of charts."""
    html = _get(f"{address}{page}").decode("utf-8")
    parts = set(re.findall(r'(?:src|href)="(/(?:static|charts)/[^"]+)"', html)) - {LIBRARY}
    files = [_get(f"{address}{part}") for part in sorted(parts)]
    return sum(len(gzip.compress(one)) for one in (html.encode(), *files))


def _paint(link: str) -> float | None:
    """Milliseconds to the first paint of Start, the median of three fresh visits; none without a browser."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened, taken = play.chromium.launch(executable_path=browser, args=["--no-sandbox"]), []
        for _ in range(4):
            context = opened.new_context()
            context.request.get(link)
            page = context.new_page()
            page.goto(link.partition("?")[0])
            taken.append(float(page.evaluate(PAINTED)))
            context.close()
        opened.close()
    return sorted(taken[1:])[1]


if __name__ == "__main__":
    main()
