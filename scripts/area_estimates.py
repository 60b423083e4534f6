"""Estimates jobs missing for each displaced, and how long, from US commuting zones: a table that ships.

`python -m scripts.area_estimates FOLDER` reads the source files, which may not ship, and writes
src/reallocate/data/area_estimates.csv; `reallocate data build` makes the shipped table of it.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from scripts.pages.parts import ROOT, write

from reallocate.claims.evidence.replications.commuting_zones import estimates, read_zones
from reallocate.data.bundle import tables
from reallocate.kernel.grade import Grade

NAME = "area_estimates"
FILE = ROOT / "src" / "reallocate" / "data" / f"{NAME}.csv"


def main(folder: Path) -> None:
    """Write every estimate, figures to four digits after the point."""
    found = enumerate(estimates(read_zones(folder)))
    rows = pd.DataFrame([{"place": place, **asdict(one), "grade": Grade.X} for place, one in found])
    kept = rows[list(tables()[NAME].columns)]
    write(FILE, kept.to_csv(index=False, float_format="%.4f", lineterminator="\n"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
