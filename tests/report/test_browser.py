"""The page in a browser: words of drawings are apart and large, nothing complains, nothing is asked for."""

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
DRAWINGS = """<script>
document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
setTimeout(() => {
  const wrong = [], shown = [...document.querySelectorAll("svg.plot")].filter((one) => one.getBoundingClientRect().width);
  for (const svg of shown) {
    const whole = svg.getBoundingClientRect(), scale = whole.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].map((one) => ({
      box: one.getBoundingClientRect(), said: one.textContent, size: parseFloat(getComputedStyle(one).fontSize) * scale,
    }));
    texts.forEach(({ box, said, size }, place) => {
      if (size < 14.5) wrong.push(`small: ${said} ${size}`);
      if (box.left < whole.left - 2 || box.right > whole.right + 2 || box.top < whole.top - 2 || box.bottom > whole.bottom + 2) {
        wrong.push(`cut off: ${said}`);
      }
      for (const other of texts.slice(place + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 4) wrong.push(`over each other: ${said} and ${other.said}`);
      }
    });
  }
  window.parent.postMessage({ shown: shown.length, wrong: wrong.slice(0, 9).join("; ") }, "*");
}, 3000);
</script>"""
"""Tells the frame around the page how many drawings are seen, and which of their words are not well seen."""
WIDTH = """<script>
document.querySelectorAll(".folded > details").forEach((fold) => { fold.open = true; });
setTimeout(() => {
  const room = document.documentElement.clientWidth, inner = ".scroll table, .drawn svg *, .skip";
  const beyond = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.right > room + 0.5 && !one.closest(inner);
  });
  const words = beyond.slice(0, 5).map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`);
  window.parent.postMessage({ room, whole: document.documentElement.scrollWidth, words: words.join("; ") }, "*");
}, 6000);
</script>"""
"""Tells the frame around the page how wide it is and what stands beyond its right edge."""
FRAME = """<iframe src="page.html" width="{width}" height="900" style="border: 0"></iframe><script>
window.addEventListener("message", (told) => {{ Object.assign(document.body.dataset, told.data); }});
</script>"""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened"),
]


def opened(file: Path, width: int, height: int = 900) -> tuple[str, list[str]]:
    """The page as the browser holds it after its scripts ran, and what was said on the console."""
    profile = file.parent / f"profile-{width}"
    command = [
        str(CHROMIUM),
        *FLAGS,
        f"--user-data-dir={profile}",
        f"--window-size={width},{height}",
        "--dump-dom",
    ]
    done = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout, re.findall(r"CONSOLE[^\n]*", done.stderr)


def with_script(html: str, script: str, file: Path) -> Path:
    """The page with a script of its own, which its policy would refuse."""
    file.write_text(f"{script}</body>".join(POLICY.sub("", html).rsplit("</body>", 1)), encoding="utf-8")
    return file


def figures(html: str) -> list[str]:
    return re.findall(r'<figure id="chart-([\w-]+)"', html)


@pytest.mark.parametrize("width", [1280, 800, 390, 360])
def test_words_of_drawings_are_large_whole_and_apart(html: str, tmp_path: Path, width: int) -> None:
    with_script(html, DRAWINGS, tmp_path / "page.html")
    frame = tmp_path / "frame.html"
    frame.write_text(f"<body>{FRAME.format(width=width)}</body>", encoding="utf-8")
    dom, _ = opened(frame, 1400)
    told = dict(re.findall(r'data-(shown|wrong)="([^"]*)"', dom))
    assert told == {"shown": str(len(figures(html))), "wrong": ""}


def test_nothing_complains(html: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(html, encoding="utf-8")
    assert opened(file, 1280)[1] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off_to_the_right(html: str, tmp_path: Path, width: int) -> None:
    with_script(html, WIDTH, tmp_path / "page.html")
    frame = tmp_path / "frame.html"
    frame.write_text(f"<body>{FRAME.format(width=width)}</body>", encoding="utf-8")
    dom, _ = opened(frame, 1400)
    told = dict(re.findall(r'data-(room|whole|words)="([^"]*)"', dom))
    assert float(told["room"]) in (width, width - 15), "the page's own scroll bar takes room"
    assert float(told["whole"]) <= float(told["room"]) and not told["words"]


def test_a_page_that_is_tampered_with_does_not_run_the_stranger(html: str, tmp_path: Path) -> None:
    file = tmp_path / "tampered.html"
    file.write_text(
        "<script>document.title = 'stranger'</script></main>".join(html.split("</main>", 1)), encoding="utf-8"
    )
    dom, console = opened(file, 1280)
    assert "<title>stranger</title>" not in dom
    assert any("Content Security Policy" in line for line in console)
