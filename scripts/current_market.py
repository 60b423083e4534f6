"""Writes the market that runs start from, as it was last observed; takes about five seconds.

`--check` only says whether the file is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reallocate.data.bundle import load_world
from reallocate.market.nation.economy import CURRENT_FILE, at_last_observed, current_text
from reallocate.market.simulate.runs import shipped_market

PATH = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "market" / "nation" / CURRENT_FILE


def main() -> None:
    """Rewrite the file, or end with 1 where it is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the file is stale")
    check = parser.parse_args().check
    world = load_world()
    nation, fitted = shipped_market(world)
    text = current_text(at_last_observed(nation.market, fitted.rates, world.table("market_series")))
    stale = not PATH.exists() or PATH.read_text(encoding="utf-8") != text
    if stale and not check:
        PATH.write_text(text, encoding="utf-8")
    sys.exit(1 if check and stale else 0)


if __name__ == "__main__":
    main()
