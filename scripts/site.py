"""Writes the plain pages; `make site` runs it. An answer that does not ship is solved, in about 8 s each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reallocate.kernel.executor import SERIAL
from reallocate.web.pages.site import build

LARGEST = 60_000_000
"""Bytes of the whole site."""


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
    print(f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.1f} MB: {given.out.resolve() / 'index.html'}")
    sys.exit(1 if sum(sizes.values()) > LARGEST else 0)


if __name__ == "__main__":
    main()
