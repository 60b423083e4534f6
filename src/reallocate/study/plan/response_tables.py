"""Would AI make the firm grow: substitution and scale apart, and positions by captured time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.number import span
from reallocate.output.chart import Chart
from reallocate.output.marked_lines import MarkedLines
from reallocate.output.table import Column, of_unit, table
from reallocate.plan.scale_effect import LARGEST, ScaleEffect
from reallocate.problem.firm.columns import NOTE, SOLVED_AGAIN
from reallocate.problem.firm.solved_cases import SolvedCases

CLOSE = 0.5
EVIDENCE = {
    "10th percentile": 0.04,
    "measured: productivity": 0.2,
    "mean": 0.3,
    "90th percentile": 0.64,
}
"""[share of freed hours] captured: productivity +0.29% over three years at 1.4% of hours saved is about 0.2
(Bick, Blandin, Deming; X); ends and mean of Beta(0.9, 2.1)."""


@table(
    "scale_effect", "Substitution and scale",
    Column("effect", "Effect"), Column("positions", "Positions", "FTE"), NOTE, source=SOLVED_AGAIN,
    optional=True,
)  # fmt: skip
def scale(solved: SolvedCases) -> pd.DataFrame | None:
    """Positions that AI takes over, and positions that cheaper work brings; small roles are grouped."""
    one = solved.response
    if one is None:
        return None
    rows = [
        ("baseline", one.baseline, "AI as it is used today"),
        ("substitution", one.substitution, "AI takes work over; the amount of work is given"),
        ("scale", one.scale, f"work that costs 1% less is wanted {one.now:g}% more"),
        ("plan", one.plan, "the cheapest plan, small roles grouped"),
    ]
    return pd.DataFrame(rows, columns=["effect", "positions", "note"])


@table(
    "capture", "Positions by capture and price response",
    Column("response", "Price response"), Column("capture", "Captured", "share of freed hours"),
    Column("positions", "Positions", "FTE"),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def capture(solved: SolvedCases) -> pd.DataFrame | None:
    """Positions at the end by the share of freed hours that becomes capacity, in both modes alike."""
    if solved.response is None:
        return None
    rows = [(_response(elasticity), share, positions) for elasticity, share, positions in solved.capture]
    ends = sorted({share for _, share, _ in rows})
    base = [("baseline", share, solved.response.baseline) for share in (ends[0], ends[-1])]
    return pd.DataFrame([*rows, *base], columns=["response", "capture", "positions"])


@table(
    "price_response", "Price response needed",
    *of_unit("% for 1%", now="Assumed here", low="Measured, low", high="Measured, high"),
    Column("break_even", "Needed to keep positions", "% for 1%", absent=f"above {LARGEST:g}"),
    source=f"{SOLVED_AGAIN} Price response: % more work that is wanted for each 1% that it costs less.",
    optional=True,
)  # fmt: skip
def price_response(solved: SolvedCases) -> pd.DataFrame | None:
    """Above which price response the firm ends with more positions than in the baseline."""
    one = solved.response
    if one is None:
        return None
    names = ("now", "low", "high", "break_even")
    return pd.DataFrame([{name: getattr(one, name) for name in names}])


def _response(elasticity: float) -> str:
    return "work is given" if elasticity == 0 else f"{elasticity:g}% more work for 1% less cost"


def _positions_at_mean(frame: pd.DataFrame) -> str:
    """Positions at the mean of the evidence, and where most is captured."""
    curves = frame[frame["response"] != "baseline"]
    if curves.empty:
        return ""
    near = (curves["capture"] - EVIDENCE["mean"]).abs()
    first, last = curves[near == near.min()], curves[curves["capture"] == curves["capture"].max()]
    here, most = (span(one["positions"].min(), one["positions"].max(), digits=0) for one in (first, last))
    return (
        f"At {first['capture'].iloc[0]:.0%} captured, near the mean of the evidence, {here} positions are "
        f"needed; at {last['capture'].iloc[0]:.0%} {most}"
    )


POSITIONS_BY_CAPTURE = Chart(
    name="positions_by_capture",
    title="Positions at the end by how much of freed time is captured [FTE]",
    reading=(
        "Each line is a price response: how much more work is wanted where it costs less. To the left little "
        "of the time that AI frees becomes capacity. The dashed lines mark what is measured."
    ),
    tables=(capture,),
    columns=("response", "capture", "positions"),
    kind=MarkedLines("capture", "positions", "response", EVIDENCE),
    finding=_positions_at_mean,
)


def response_sentences(one: ScaleEffect | None) -> dict[str, list[str]]:
    """Substitution and scale, and at which price response AI would make the firm grow; none if work is given.
    """
    return {} if one is None else {"response": _growth(one)}


def _growth(one: ScaleEffect) -> list[str]:
    more = "adds" if one.scale >= 0 else "takes away"
    first = (
        f"AI takes over the work of {-one.substitution:,.0f} positions. Cheaper work {more} "
        f"{abs(one.scale):,.0f} positions, if {one.now:g}% more is wanted for each 1% that it costs less."
    )
    measured = f"Measured responses are {one.low:g} to {one.high:g}"
    if one.substitution >= -CLOSE:
        return [f"AI takes over no positions at its end, so that the firm does not shrink. {measured}."]
    if np.isnan(one.break_even):
        return [first, f"No response up to {LARGEST:g} would keep all positions of the baseline. {measured}."]
    where = "above" if one.break_even > one.high else "within" if one.break_even >= one.low else "below"
    growth = {"above": "AI would not make this firm grow",
              "within": "Whether AI would make this firm grow is open",
              "below": "AI would make this firm grow"}[where]  # fmt: skip
    return [
        first,
        f"{growth}: that takes a response of {one.break_even:.1f}. {measured}, so this is {where} the range.",
    ]
