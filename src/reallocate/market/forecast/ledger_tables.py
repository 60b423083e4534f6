"""The dated forecasts beside rivals, as tables: series, forecasters and scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.number import to_figures
from reallocate.kernel.table import BY_ROW, Column, table
from reallocate.market.forecast.methods import LEVELS, crps, is_inside
from reallocate.market.forecast.monthly import BLS, CHALLENGER, CROWD, LEADS, OURS, RIVAL, Target
from reallocate.market.forecast.rules import BRAKED, CHALLENGERS, GUARDED, NO_CHANGE
from reallocate.market.forecast.skill import MONTHLY, RULE_WORDS, interval_record
from reallocate.render.provenance import records

SERIES = {
    **MONTHLY,
    "5415": "Jobs, computer systems design (5415)",
    "518": "Jobs, computing infrastructure (518)",
    "519": "Jobs, search and other information (519)",
    "employment": "Jobs, nonfarm payrolls",
}
_UNITS = {
    "unemployment": "share of the labour force", "openings": "persons",
    **dict.fromkeys(("quits", "hires"), "share of employment"),
    **dict.fromkeys(("5415", "518", "519", "employment"), "persons"),
}  # fmt: skip
FORECASTERS = {
    OURS: "this project", NO_CHANGE: RULE_WORDS[NO_CHANGE], BRAKED: RULE_WORDS[BRAKED],
    GUARDED: RULE_WORDS[GUARDED], BLS: "BLS projection", CROWD: "crowd (Metaculus)",
}  # fmt: skip
_ROLES = {LEADS: "leads", CHALLENGER: "challenger", RIVAL: "rival"}
_SAME = 1e-5
"""By which a figure that is kept may differ from its own newest print, and is the same."""
_QUANTILES = tuple(f"q{round(100 * level):02d}" for level in LEVELS)
MEDIAN = "q50"
_WHICH = (
    Column("series", "Figure", words=SERIES), Column("month", "Month"),
    Column("forecaster", "Forecaster", words=FORECASTERS), Column("unit", "Unit"),
)  # fmt: skip


@table(
    "forecasts", "Forecasts", _WHICH, Column("role", "Role", words=_ROLES),
    Column("origin", "Last month known"), Column("last", "Last figure", BY_ROW),
    Column("vintage", "Vintage", about="last month, and a digest of the series' figures"),
    Column("braked", "Brake is on"), Column("held", "Interval held, by era",
    about="share of figures in such 80% intervals, and in brackets spans that do not overlap"),
    *(Column(name, f"{int(name[1:])}%", BY_ROW) for name in _QUANTILES),
    source="A forecaster without a distribution has a median only.",
)  # fmt: skip
def forecasts(targets: Sequence[Target]) -> pd.DataFrame:
    """One row a figure, month and forecaster."""
    return pd.DataFrame([_row(one) for one in targets])


def _row(one: Target) -> dict[str, object]:
    whole = one.quantiles.size > 1
    kept = zip(_QUANTILES, one.quantiles, strict=True) if whole else [(MEDIAN, one.quantiles[0])]
    values = dict.fromkeys(_QUANTILES, np.nan) | {name: to_figures(value, 6) for name, value in kept}
    ahead = (pd.Period(one.month, "M") - pd.Period(one.origin, "M")).n
    return {
        "series": one.series, "month": one.month, "forecaster": one.forecaster, "role": one.role,
        "unit": _UNITS[one.series], "origin": one.origin, "last": to_figures(one.last, 6),
        "vintage": one.vintage, "braked": one.braked,
        "held": interval_record(one.series, one.forecaster, ahead), **values,
    }  # fmt: skip


def with_later_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Forecasts kept before roles, vintages and brakes were, with what is known of these.

    rows : of a file of format 1, in which this project's forecasts lead
    """
    role = np.where(rows["forecaster"].eq(OURS), LEADS, RIVAL)
    return rows.assign(role=role, vintage="", braked=None, held="")


SUCCESSION_FIGURES, SUCCESSION_RATIO = 24, 0.95
"""Figures that came out after a challenger was entered, and its CRPS against that of no change: where it
reaches both for a series, it leads."""
_RIVALS_OF_NO_CHANGE = (*CHALLENGERS, OURS)
"""Of the monthly series; `OURS` is the autoregression without a brake of the first pages."""
_PRINTED_AFTER = {"unemployment": 1, "openings": 2, "quits": 2, "hires": 2}
"""Months from a month to the first in which its figure can be out."""
_SCORED = (
    *_WHICH, Column("median", "Median", BY_ROW), Column("actual", "Actual", BY_ROW),
    Column("error", "Error", BY_ROW, signed=True), Column("crps", "CRPS", BY_ROW, about="less is better"),
    Column("inside", "In the 80% interval"),
    Column("revised", "Origin revised by", "share", signed=True, digits=1),
    Column("actual_rebased", "Actual, newest", BY_ROW), Column("crps_rebased", "CRPS, rebased", BY_ROW),
    Column("inside_rebased", "Inside, rebased"), Column("counts", "Counts for succession"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Since:
    """A page of the ledger and what came.

    date : of the page
    made : its forecasts
    published : series, month, value as published first
    vintages : the same figures by vintage, the oldest first
    """

    date: str
    made: pd.DataFrame
    published: pd.DataFrame
    vintages: Sequence[pd.DataFrame]


@table("scored", "Forecast and actual", *_SCORED,
       source="CRPS: Gneiting, Raftery 2007; of a single number it is the absolute error. Rebased: forecast "
       "times the newest figure of its origin's month over the one used, against that vintage's actual."
       )  # fmt: skip
def scored(context: Since) -> pd.DataFrame:
    """Every forecast whose figure has come out."""
    rows = context.made.merge(context.published, on=["series", "month"], how="inner")
    newest = [one.set_index(["series", "month"])["value"] for one in reversed(context.vintages)]
    names = [one.name for one in _SCORED]
    return pd.DataFrame([_scored(row, newest, context.date) for row in records(rows)], columns=names)


def _scored(row: Mapping[str, object], newest: Sequence[pd.Series], date: str) -> dict[str, object]:
    values = _quantiles(row)
    actual, median = float(str(row["value"])), float(str(row[MEDIAN]))
    series, month, origin = (str(row[name]) for name in ("series", "month", "origin"))
    both = next((one for one in newest if (series, month) in one and (series, origin) in one), None)
    rebased: dict[str, object] = dict.fromkeys(
        ("revised", "actual_rebased", "crps_rebased", "inside_rebased")
    )
    if both is not None:
        factor, came = float(both[series, origin]) / float(str(row["last"])), float(both[series, month])
        # Kept to six figures: what differs by less was not revised, and the ends of an interval stay.
        factor = 1.0 if abs(factor - 1.0) < _SAME else factor
        rebased = {
            "revised": factor - 1.0, "actual_rebased": came, "crps_rebased": crps(values * factor, came),
            "inside_rebased": _is_inside(values * factor, came),
        }  # fmt: skip
    return {
        **{name: row[name] for name in ("series", "month", "forecaster", "unit")},
        "median": median, "actual": actual, "error": median - actual, "crps": crps(values, actual),
        "inside": _is_inside(values, actual), **rebased,
        "counts": both is not None and came_out_after(series, month, date),
    }  # fmt: skip


def came_out_after(series: str, month: str, date: str) -> bool:
    """Whether a monthly figure came out after a day; by years there is no rule of succession.

    series, month : which figure
    date : YYYY-MM-DD
    The first day on which it can be out is that of a month: one after unemployment's, two after openings'.
    """
    if series not in _PRINTED_AFTER:
        return False
    return f"{pd.Period(month, 'M') + _PRINTED_AFTER[series]}-01" >= date


def _is_inside(values: Array, actual: float) -> bool | None:
    return None if values.size == 1 else is_inside(values, actual)


def _quantiles(row: Mapping[str, object]) -> Array:
    values = np.array([np.nan if row[name] is None else float(str(row[name])) for name in _QUANTILES])
    return values if np.isfinite(values).all() else np.array([float(str(row[MEDIAN]))])


@table(
    "leaders", "Who leads", Column("series", "Figure", words=SERIES),
    Column("forecaster", "Forecaster", words=FORECASTERS), Column("figures", "Figures", digits=0),
    Column("unit", "Unit"), Column("crps", "Mean CRPS", BY_ROW),
    Column("ratio", "As published", "CRPS against no change", digits=2),
    Column("ratio_rebased", "Rebased", "CRPS against no change", digits=2),
    Column("coverage", "Inside", "share of figures"),
    Column("counted", "Came out after entry", "figures", digits=0, about="months over all pages"),
    Column("ratio_counted", "Of these, rebased", "CRPS against no change", digits=2),
    Column("leads", "Leads"),
    source=f"A challenger leads a monthly series after {SUCCESSION_FIGURES} figures that came out after its "
    "forecasts were entered, on this page or others beside it, where its rebased CRPS on them is at most "
    f"{SUCCESSION_RATIO} of that of no change.",
)  # fmt: skip
def leaders(context: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """One row a figure and forecaster, over the months that both it and no change forecast.

    context : rows of `scored`, and those of every page that count for succession
    """
    rows, every = context
    counted = every[every["counts"].astype(bool)]
    found: list[dict[str, object]] = []
    for (name, forecaster), part in rows.groupby(["series", "forecaster"], sort=False):
        series = str(name)
        still, able = (one[one["series"].eq(series)] for one in (rows, counted))
        known, own = part["inside"].dropna().astype(float), able[able["forecaster"].eq(str(forecaster))]
        against = still[still["forecaster"].eq(NO_CHANGE)]
        found.append(
            {
                "series": series, "forecaster": forecaster, "figures": len(part), "unit": _UNITS[series],
                "crps": part["crps"].mean(), "ratio": _against(part, against, "crps"),
                "ratio_rebased": _against(part, against, "crps_rebased"),
                "coverage": known.mean() if len(known) else np.nan, "counted": own["month"].nunique(),
                "ratio_counted": _by_month(own, able[able["forecaster"].eq(NO_CHANGE)]),
            }
        )  # fmt: skip
    names = [
        "series",
        "forecaster",
        "figures",
        "unit",
        "crps",
        "ratio",
        "ratio_rebased",
        "coverage",
        "counted",
    ]
    frame = pd.DataFrame(found, columns=[*names, "ratio_counted"])
    each = {str(series): _leader(str(series), part) for series, part in frame.groupby("series")}
    return frame.assign(leads=frame["forecaster"].eq(frame["series"].map(each)))


def _leader(series: str, part: pd.DataFrame) -> str:
    """Who leads a series; of a monthly one no change, until a challenger's turn comes."""
    if series not in MONTHLY:
        return OURS
    passed = part["counted"].ge(SUCCESSION_FIGURES) & part["ratio_counted"].le(SUCCESSION_RATIO)
    able = part[passed & part["forecaster"].isin(_RIVALS_OF_NO_CHANGE)]
    return NO_CHANGE if able.empty else str(able.sort_values("ratio_counted")["forecaster"].iloc[0])


def _against(part: pd.DataFrame, still: pd.DataFrame, score: str) -> float:
    """A forecaster's score against that of no change over the same months."""
    mine = part.dropna(subset=[score])
    same = still[still["month"].isin(mine["month"])][score].astype(float).mean()
    return float(mine[score].astype(float).mean() / same) if same > 0 else float("nan")


def _by_month(own: pd.DataFrame, still: pd.DataFrame) -> float:
    """The same of rebased scores over several pages; each month counts once, as the mean over pages."""
    both = own.merge(still, on=["date", "month"], suffixes=("", "_still"))
    if both.empty:
        return float("nan")
    scores = both[["crps_rebased", "crps_rebased_still"]].astype(float)
    mine, base = scores.groupby(both["month"]).mean().mean()
    return float(mine / base) if base > 0 else float("nan")
