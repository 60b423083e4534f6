"""Estimates of jobs missing for each displaced, and for how long, from US commuting zones, as they ship.

`python -m scripts.pages.area_estimates FOLDER` reads the source files, which do not ship, and keeps the
estimates in src/reallocate/claims/evidence/area_estimates.csv.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from scripts.pages.parts import ROOT, write

from reallocate.claims.evidence.replications.autor_2013 import SHIPPED
from reallocate.claims.evidence.replications.commuting_zones import estimates, read_zones
from reallocate.kernel.grade import Grade

FILE = ROOT / "src" / "reallocate" / "claims" / "evidence" / SHIPPED


def main(folder: Path) -> None:
    """Write every estimate, figures to four digits after the point."""
    rows = pd.DataFrame([asdict(one) | {"grade": Grade.X} for one in estimates(read_zones(folder))])
    write(FILE, rows.to_csv(index=False, float_format="%.4f", lineterminator="\n"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
