"""The pictures of live pages in the README, as `scripts/web_pictures.py` takes them."""

from __future__ import annotations

from pathlib import Path

IMAGES = Path("docs", "images")
PICTURES = {
    "web-job": ("My job", "One job: the hours that AI could do alone, and how far eight sources disagree."),
    "web-cut": ("Cut or wait?", "An insurer: what a cut costs per exit beyond letting people quit."),
    "web-plan": ("Plan", "Promises to people, as sentences with blanks."),
    "web-economy": ("Economy", "Jobs and unemployment under assumptions that the reader moves."),
}
"""Name of a picture -> page, and what it shows; a figure would go stale."""


def pictures() -> str:
    """Two rows of two pictures, each with its page and what it shows."""
    cells = [
        f"![{name}: {shows}]({(IMAGES / f'{file}.webp').as_posix()})<br>**{_ended(name)}** {shows}"
        for file, (name, shows) in PICTURES.items()
    ]
    rows = [f"| {cells[place]} | {cells[place + 1]} |" for place in range(0, len(cells), 2)]
    return "\n".join(["| | |", "|---|---|", *rows])


def _ended(name: str) -> str:
    return name if name.endswith("?") else f"{name}."
