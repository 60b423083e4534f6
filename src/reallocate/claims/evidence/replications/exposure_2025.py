"""Whether exposure foretold decline: each source's own outcome in years that nothing was made from."""

from __future__ import annotations

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.work.history import history_tables
from reallocate.work.panel import signed

_CAUSE = "since, by rank, the exposed did no worse against other jobs than before such AI"

_OTHER_FIGURES = {
    "gap_before": "growth a year of the most exposed quintile against all, 2017 to 2019",
    "gap_after": "2022 to 2025",
}


def replicate(context: EvidenceContext) -> Found:
    """Every source: the difference and its interval.

    context : the world
    """
    table = history_tables(context.world)["history_summary"]
    found: Found = {}
    for row in table.to_dict("records"):
        says = (
            f"the difference is {signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])}): "
            f"{signed(row['rank_correlation_before'])} in 2017 to 2019 and "
            f"{signed(row['rank_correlation_after'])} in 2022 to 2025, {row['occupations']} occupations. "
            f"The most exposed quintile grew by {100 * row['gap_before']:+.1f} points a year against all "
            f"jobs before and {100 * row['gap_after']:+.1f} after"
        )
        others = {said: float(row[name]) for name, said in _OTHER_FIGURES.items()}
        name = str(row["source"]).replace("-", "_")
        ends = (float(row["low"]), float(row["high"]))
        found[name] = Obtained(float(row["difference"]), says, _CAUSE, other_figures=others, interval=ends)
    return found
