"""The page in a browser: every chart comes alive, the dial turns, nothing complains, nothing is asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=20000",
    "--enable-logging=stderr",
)
TURN = """<script>
const box = document.querySelector(".dial");
box.querySelector("input[type=range]").value = 4;
box.querySelector("input[type=radio][value='2']").checked = true;
box.dispatchEvent(new Event("input", { bubbles: true }));
window.dispatchEvent(new Event("beforeprint"));
</script>"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened"),
]


def opened(file: Path, width: int) -> tuple[str, list[str]]:
    """The page as the browser holds it after its scripts ran, and what was said on the console."""
    profile = file.parent / f"profile-{width}"
    command = [
        str(CHROMIUM),
        *FLAGS,
        f"--user-data-dir={profile}",
        f"--window-size={width},900",
        "--dump-dom",
    ]
    done = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout, re.findall(r"CONSOLE[^\n]*", done.stderr)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_comes_alive_and_nothing_complains(html: str, tmp_path: Path, width: int) -> None:
    file = tmp_path / "report.html"
    file.write_text(html, encoding="utf-8")
    dom, console = opened(file, width)
    assert console == []
    figures = html.count('<figure id="chart-')
    alive = len(re.findall(r'<figure id="chart-[\w-]+" class="is-live">', dom))
    assert figures == alive == 9


def test_the_dial_looks_up_what_it_is_set_to(html: str, tmp_path: Path) -> None:
    file = tmp_path / "turned.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    file.write_text(TURN.join(policy.sub("", html).rsplit("</body>", 1)), encoding="utf-8")
    dom, console = opened(file, 1280)
    assert console == []
    dial = dom.split('class="dial"')[1].split("</dl>")[0]
    assert 'class="at">20%<' in dial
    assert re.findall(r'class="shown">([^<]+)<', dial)[1] == "15,600 FTE"
    body = dom.split("<script>")[0]
    assert body.count("<details") == body.count('<details open=""'), "what is folded opens before printing"


def test_a_page_that_is_tampered_with_does_not_run_the_stranger(html: str, tmp_path: Path) -> None:
    file = tmp_path / "tampered.html"
    file.write_text(
        "<script>document.title = 'stranger'</script></main>".join(html.split("</main>", 1)), encoding="utf-8"
    )
    dom, console = opened(file, 1280)
    assert "<title>stranger</title>" not in dom
    assert any("Content Security Policy" in line for line in console)
