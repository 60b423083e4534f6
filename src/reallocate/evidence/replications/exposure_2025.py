"""Whether exposure foretold decline: each source's own outcome in years that nothing was made from."""

from __future__ import annotations

from reallocate.evidence.ground import Ground
from reallocate.evidence.scorecard import Found, Obtained
from reallocate.work.foretold import signed
from reallocate.work.history import history_tables


def replicate(ground: Ground) -> Found:
    """Every source, with the middle and its interval.

    ground : the world
    """
    table = history_tables(ground.world)["history_summary"]
    found: Found = {}
    for row in table.to_dict("records"):
        says = (
            f"{signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])}): "
            f"{signed(row['rank_correlation_before'])} in 2017 to 2019 and "
            f"{signed(row['rank_correlation_after'])} in 2022 to 2025, {row['occupations']} occupations. "
            f"The most exposed fifth grew by {100 * row['gap_before']:+.1f} points a year against all jobs "
            f"before and {100 * row['gap_after']:+.1f} after"
        )
        if row["high"] >= 0:
            says += ". Missed: against other jobs, the exposed did no worse by rank than before such AI"
        beside = {name: float(row[name]) for name in ("difference", "low", "gap_before", "gap_after")}
        name = str(row["source"]).replace("-", "_")
        found[name] = Obtained(float(row["high"]), says, beside=beside)
    return found
