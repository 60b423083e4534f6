"""Makes every page that repeats the code or figures that were computed, wholly or between its marks.

`python -m scripts.docs` rewrites them and `--check` only says which are stale; tests/docs compares most of
them on each run. Pages by name are made alone, and only so economy.md, two minutes, and simulate.md, half
a minute. Figures that are kept are computed by the makers in scripts/pages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from scripts.pages import (
    claims,
    code,
    economy,
    example,
    forecasts,
    haste_by_law,
    hindcast,
    history,
    insurer,
    layoffs,
    market_fit,
    most_exposed,
    moves,
    reach,
    readme,
    scorecard,
    starts,
    study,
    waits,
)
from scripts.pages.parts import DOCS, REFERENCE, ROOT, filled, write

WHOLE: Mapping[Path, Callable[[], str]] = {
    REFERENCE / "cli.md": code.command_line,
    REFERENCE / "math.md": code.maths,
    REFERENCE / "parameters.md": code.parameters,
    REFERENCE / "keys.md": code.keys,
    REFERENCE / "waits.md": waits.page,
    ROOT / "NOTICE": code.notice,
}
CHANGED: Mapping[Path, Callable[[str], str]] = {
    REFERENCE / "data.md": code.tables_of_data,
    DOCS / "dependencies.md": code.versions,
}
"""Pages of which a table that has no marks is made."""
BETWEEN: Mapping[Path, Callable[[], Mapping[str, str]]] = {
    REFERENCE / "history.md": history.parts,
    REFERENCE / "market-fit.md": market_fit.parts,
    REFERENCE / "hindcast.md": starts.parts,
    REFERENCE / "forecast-ledger.md": forecasts.ledger,
    REFERENCE / "scorecard.md": scorecard.parts,
    REFERENCE / "claims.md": claims.parts,
    REFERENCE / "layoffs.md": layoffs.parts,
    REFERENCE / "forecast.md": forecasts.tech_workforce,
    REFERENCE / "moves.md": moves.parts,
    DOCS / "hindcast-plans.md": hindcast.parts,
    DOCS / "insurer.md": insurer.parts,
    DOCS / "haste-by-law.md": haste_by_law.parts,
    DOCS / "most-exposed.md": most_exposed.parts,
    DOCS / "reach.md": reach.parts,
    DOCS / "worked-example.md": example.parts,
    ROOT / "README.md": readme.parts,
}
SLOW: Mapping[Path, Callable[[], Mapping[str, str]]] = {
    DOCS / "economy.md": economy.parts,
    DOCS / "simulate.md": economy.run,
}
"""Pages made only where they are named."""


def main() -> None:
    """Rewrite the pages, or name the stale ones."""
    parser = argparse.ArgumentParser(prog="python -m scripts.docs", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="PAGE", help="such as economy.md; all quick ones without")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is stale")
    given = parser.parse_args()
    if not given.check and not given.names:
        study.keep()
        readme.draw()
    stale = False
    for page, make in pages(given.names).items():
        text = make()
        stale |= not page.is_file() or page.read_text("utf-8") != text
        if not given.check:
            write(page, text)
        elif page.read_text("utf-8") != text:
            print(f"stale: {page.relative_to(ROOT)}")
    sys.exit(1 if given.check and stale else 0)


def pages(names: list[str]) -> dict[Path, Callable[[], str]]:
    """Pages, all quick ones where none is named, and what makes the text that each should hold."""
    quick: dict[Path, Callable[[], str]] = dict(WHOLE)
    quick |= {page: partial(_changed, page, make) for page, make in CHANGED.items()}
    quick |= {page: partial(_between, page, make) for page, make in BETWEEN.items()}
    every = quick | {page: partial(_between, page, make) for page, make in SLOW.items()}
    if unknown := set(names) - {page.name for page in every}:
        raise SystemExit(f"no such page: {', '.join(sorted(unknown))}")
    return {page: make for page, make in every.items() if page.name in names} if names else quick


def _changed(page: Path, make: Callable[[str], str]) -> str:
    return make(page.read_text("utf-8"))


def _between(page: Path, make: Callable[[], Mapping[str, str]]) -> str:
    return filled(page.read_text("utf-8"), make())


if __name__ == "__main__":
    main()
