"""Moves of sliders on Economy in Chromium: `python -m benchmarks moves`."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.table import Row

SLIDERS = ("ceiling", "imitation", "saving_kept", "price_elasticity", "displaced_gap", "wage_insurance")
EACH = 10
"""Moves of each slider."""
FRAME = 0.016
"""[s] one frame."""
MOVE = """([name, value]) => {
  const slider = document.getElementById(name), start = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector("[data-line=jobs] text").getBoundingClientRect();
  document.querySelector("h1").getBoundingClientRect();
  return performance.now() - start;
}"""
"""From the move to the new sentence and line, laid out."""


def moves() -> Iterator[Row]:
    """Sixty moves over the six sliders in sight; nothing is asked of the server while they move."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return
    from playwright.sync_api import sync_playwright

    program = "from reallocate.cli.main import run; run()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as play:
        assert server.stdout is not None
        link = server.stdout.readline().split()[1]
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(link.replace("/?", "/economy?"), timeout=60_000)
        page.wait_for_selector("html[data-strips]", state="attached", timeout=60_000)
        places = [0.2 + 0.07 * at for at in range(EACH)]
        seconds = [page.evaluate(MOVE, [name, str(at)]) / 1e3 for name in SLIDERS for at in places]
        browser.close()
        server.terminate()
    yield Row(
        f"Economy in Chromium: chart and sentence after a move, median of {len(seconds)}",
        statistics.median(seconds),
        least=FRAME,
        aim=FRAME / 4,
        remark=f"from the move to the new layout; the slowest takes {1e3 * max(seconds):.1f} ms",
    )
