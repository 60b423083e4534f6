"""Takes the pictures of four live pages for the README, with Debian's or any other Chromium.

    python scripts/web_pictures.py docs/images

Pages are those that open without input: a job, cut or wait, the economy, and a plan's promises.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = {
    "web-job": "/job/13-1082",
    "web-cut": "/firm",
    "web-economy": "/economy?ceiling=0.9",
    "web-plan": "/firm/plan",
}
"""Name of a picture -> address of its page."""
WIDTH, HEIGHT, PATIENCE = 1280, 900, 120_000
ANSWERED = "main h1:not(:has-text('comes before'))"
"""What a page has that is not the one that waits for another reader's answer."""
SETTLED = 1000
"""[milliseconds] after which a page has drawn its charts."""
QUALITY, MOST_BYTES = 80, 120_000
"""Of a picture [%], and the most that one may have [bytes]: they are kept with the source."""
PROGRAM = "from reallocate.cli.main import run; run()"


def main() -> None:
    """Serve, open each page, and write its picture."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, help="for the pictures")
    folder: Path = arguments.parse_args().folder
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit(f"No browser is installed; looked for {', '.join(BROWSERS)}.")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as results:
        words = ["serve", "--port", "0", "--no-browser", "--results", results]
        command = [sys.executable, "-c", PROGRAM, *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                _take(browser, server.stdout.readline().split()[1], folder)
            finally:
                server.terminate()


def _take(browser: str, link: str, folder: Path) -> None:
    with (
        sync_playwright() as play,
        play.chromium.launch(executable_path=browser, args=["--no-sandbox"]) as opened,
    ):
        page = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.set_default_timeout(PATIENCE)
        page.goto(link)
        for name, place in PAGES.items():
            page.goto(f"{link.partition('/?')[0]}{place}", wait_until="load")
            if name == "web-plan":  # from the ways into a plan to its promises
                page.click("text=Next: promises")
                page.wait_for_selector("text=What do you promise?")
            page.wait_for_selector(ANSWERED)
            page.wait_for_timeout(SETTLED)
            # The browser itself writes WebP.
            shot = page.context.new_cdp_session(page).send(
                "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
            )
            content = b64decode(shot["data"])
            if len(content) > MOST_BYTES:
                sys.exit(f"{name}: {len(content):,} bytes, {MOST_BYTES:,} at most.")
            (folder / f"{name}.webp").write_bytes(content)
            print(f"{name}.webp: {len(content) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
