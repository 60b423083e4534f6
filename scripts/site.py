"""Writes the plain pages; `make site` runs it. An answer that does not ship is solved, in about 8 s each."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from reallocate.kernel.executor import SERIAL
from reallocate.web.pages.site import build

LARGEST, FIRST = 60_000_000, 100_000
"""Bytes of the whole site, and of its first page with styles and scripts."""


def main() -> None:
    """Build the site, and end with 1 where it is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("site"))
    parser.add_argument("--industries", type=int, default=0, metavar="N", help="only the N largest")
    parser.add_argument("--occupations", type=int, default=0, metavar="N", help="only the N largest")
    parser.add_argument("--executor", default=SERIAL)
    given = parser.parse_args()

    def say(text: str) -> None:
        if text.split()[1].endswith("0"):
            print(text, flush=True)

    sizes = build(given.out, given.industries, given.occupations, given.executor, say)
    page = given.out / "index.html"
    needed = re.findall(r'(?:href|src)="(static/[^"]+)"', page.read_text(encoding="utf-8"))
    whole, first = sum(sizes.values()), sizes["index.html"] + sum(sizes[name] for name in needed)
    print(f"{len(sizes)} files, {whole / 1e6:.1f} MB; the first page {first / 1e3:.0f} kB: {page.resolve()}")
    sys.exit(1 if whole > LARGEST or first > FIRST else 0)


if __name__ == "__main__":
    main()
