"""The charts of a plan in the order of its page, and what each shows."""

from __future__ import annotations

import calendar
import math
from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.firm.alternatives.page import history, tipping_points
from reallocate.firm.alternatives.promises import sources
from reallocate.firm.cut.tables import CHARTS_OF_PLAN as CHARTS_OF_CUT
from reallocate.firm.model.break_even import without_noise
from reallocate.firm.model.inputs import ALL_KINDS
from reallocate.firm.model.words import SMALL
from reallocate.firm.plan.accounts import CASH_ITEMS, cash
from reallocate.firm.plan.parts import input_words
from reallocate.firm.plan.people import groups, headcount, modes, places
from reallocate.firm.plan.response import POSITIONS_BY_CAPTURE
from reallocate.firm.plan.roles import KIND_OF_WORK, MODE_COLUMNS, SOURCE, informative_ranges
from reallocate.kernel.chart import Chart, distinct_titles
from reallocate.kernel.chart_kinds import Bars, BarsByTime, Dots, Strips, Walk, tornado
from reallocate.kernel.number import is_number, say, sentence, signed, span
from reallocate.kernel.table import Column, of_unit
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.work.compute import yearly_growth

_PAY, _COMPUTE = "payroll", ("compute", "capex")
_OTHER_ROLES = "other"
"""What stands as kind of work of all roles that have no bar of their own."""
_USD_MILLION = "USD million"
_SAME = "as much"


def _pay_against_compute(frame: pd.DataFrame) -> str:
    """How much less pay and how much more compute the plan costs than the baseline."""
    total = frame.groupby("case")[[_PAY, *_COMPUTE]].sum().T
    if not {"plan", "baseline"} <= set(total):
        return ""
    change = (total["plan"] - total["baseline"]).to_dict()
    more = sum(change[name] for name in _COMPUTE)
    return f"The plan pays {_more(change[_PAY])} in wages and {_more(more)} for compute"


def _headcount_walk(frame: pd.DataFrame) -> str:
    """How far the plan hires less, and whether it lays people off."""
    rows = frame.set_index("step")
    fewer = -float(rows["change"].get("Hires", 0.0))
    who = "person" if round(abs(fewer)) == 1 else "people"
    hires = f"The plan hires {abs(fewer):,.0f} {'fewer' if fewer >= 0 else 'more'} {who} than the baseline"
    if abs(fewer) < SMALL:
        hires = "The plan hires as many people as the baseline"
    layoffs = abs(float(rows["plan"].get("Layoffs", 0.0)))
    return f"{hires} and lays off {f'{layoffs:,.0f}' if layoffs >= SMALL else 'nobody'}"


def _who_is_affected(frame: pd.DataFrame) -> str:
    """The role that loses most, or gains most where none loses."""
    rows = frame[frame["kind"] != _OTHER_ROLES].sort_values("delta")
    if rows.empty:
        return ""
    first = rows.iloc[0]
    if first["delta"] < -SMALL:
        return f"{first['title']}: most positions lost ({signed(first['delta'])}{_open(first)})"
    last = rows.iloc[-1]
    return f"{last['title']}: most positions added ({signed(last['delta'])})" if last["delta"] > SMALL else ""


def _open(role: pd.Series) -> str:
    """The range over near-optimal plans, where it holds gains and losses."""
    low, high = role.get("delta_low"), role.get("delta_high")
    if not (is_number(low) and is_number(high)) or low * high >= 0:
        return ""
    return f"; {signed(low)} to {signed(high)} in plans nearly as cheap"


def _near_optimal_layoffs(frame: pd.DataFrame) -> str:
    """In how many roles layoffs can be avoided at little cost."""
    avoided = int(frame["layoffs_low"].lt(SMALL).sum())
    if not avoided:
        return "No role's layoffs can be avoided for 0.5% more cost"
    return f"In {avoided} of {len(frame)} roles layoffs can be avoided for at most 0.5% more cost"


def _which_work_moves(frame: pd.DataFrame) -> str:
    """The kind of work of which most is automated."""
    modes = [mode for mode in MODE_COLUMNS if mode in frame]
    share = (frame["automated"] / frame[modes].sum(axis=1)).fillna(0.0)
    if share.max() <= 0:
        return "No work is automated at the end of the plan"
    most = frame.iloc[int(share.to_numpy().argmax())]
    kind = next((kind for kind in ALL_KINDS if kind == most["kind"]), str(most["kind"]))
    return f"{sentence(kind)} is automated most: {share.max():.0%} of its hours"


def _payback(frame: pd.DataFrame) -> str:
    """The month in which the plan pays for itself, counted from its start."""
    behind = frame.index[frame["cumulative"] < 0]
    if not len(behind):
        return "The plan is never behind the baseline in cash"
    month = int(behind[-1]) + 2
    if month > len(frame):
        return "The plan does not pay for itself within its length"
    year, number = frame["month"].iloc[month - 1].split("-")
    return f"The plan pays for itself in {calendar.month_name[int(number)]} {year}, month {month}"


def _range_over_sources(frame: pd.DataFrame) -> str:
    """How far positions differ between sources of reach."""
    known = frame["positions"].dropna()
    if len(known) < 2:
        return ""
    between = span(known.min(), known.max(), "FTE", signed=True)
    return f"Under {len(known)} sources of AI's reach positions change by {between}"


def _tipping_points_finding(frame: pd.DataFrame) -> str:
    """The input that moves positions most."""
    swing = (frame["positions_at_high"] - frame["positions_at_low"]).abs()
    if swing.dropna().empty:
        return ""
    most = frame.iloc[int(swing.fillna(-1.0).to_numpy().argmax())]
    between = span(most["positions_at_low"], most["positions_at_high"], "FTE", signed=True)
    named = str(most["input"])
    return f"One input moves positions most, {between}: {named[:1].lower()}{named[1:]}"


def _exposure_and_growth(frame: pd.DataFrame) -> str:
    """Whether the most exposed jobs fell further behind after 2022 than before."""
    medians = frame.groupby("fifth")[["before", "after"]].median()
    if medians.empty:
        return ""
    gap = 100 * (medians.iloc[-1] - medians.iloc[0])
    after, before = signed(gap["after"], 1), signed(gap["before"], 1)
    return (
        f"The most exposed jobs grew {after} points a year against the least exposed after 2022, "
        f"{before} before the AI"
    )


def _more(million: float) -> str:
    if math.isclose(million, 0.0, abs_tol=0.5):
        return _SAME
    return f"{say(abs(million), _USD_MILLION)} {'more' if million > 0 else 'less'}"


_MOST_ROLES = 6
_SIGNS = {"hires": 1, "quits": -1, "voluntary": -1, "layoffs": -1}
_OVER_SOURCES, _NEAR_OPTIMAL = ("sources_low", "sources_high"), ("delta_low", "delta_high")


PAYROLL_AGAINST_COMPUTE = Chart(
    name="payroll_against_compute",
    title="Payroll against compute, cash a quarter [USD million]",
    reading=(
        "Two bars a quarter: the pale bar on the left is the baseline, the full bar on the right the plan. "
        "Exits: severance, notice pay and replacing people who quit because of layoffs. Change: the cost of "
        "installing and adopting AI."
    ),
    tables=(cash,),
    columns=("period", "case", *CASH_ITEMS, "total"),
    kind=BarsByTime("period", CASH_ITEMS, beside="case"),
    rows=lambda table: table.sort_values(["period", "case"], kind="stable"),
    finding=_pay_against_compute,
)


def _steps(table: pd.DataFrame) -> pd.DataFrame:
    first, last = table["period"].min(), table["period"].max()
    flows = {headcount.column(name).heading: sign * table[name] for name, sign in _SIGNS.items()}
    start, end = table["begin"].where(table["period"] == first), table["end"].where(table["period"] == last)
    steps = pd.DataFrame({"Start": start, **flows, "End": end}).groupby(table["case"]).sum().T
    return steps.assign(change=steps["plan"] - steps["baseline"]).rename_axis("step").reset_index()


_HEADCOUNT_WALK = Chart(
    name="headcount_walk",
    title="From today's headcount to the plan's [FTE]",
    reading=(
        "The first bar is the headcount at the start. Hires add to it; quits, accepted offers to leave and "
        "layoffs reduce it. The last two bars are the headcount at the end, in the plan and in the baseline. "
        "Moves between roles do not change the total. Each figure is rounded by itself."
    ),
    tables=(headcount,),
    columns=(Column("step"), *of_unit("FTE", baseline="Baseline", plan="Plan", change="Change")),
    kind=Walk("step", "plan", against="baseline"),
    rows=_steps,
    finding=_headcount_walk,
)


def _affected(table: pd.DataFrame) -> pd.DataFrame:
    roles = distinct_titles(informative_ranges(table), "role").sort_values(
        "delta", key=lambda delta: -delta.abs(), kind="stable"
    )
    most, rest = roles.head(_MOST_ROLES).sort_values("delta", kind="stable"), roles[_MOST_ROLES:]
    ranges = (_OVER_SOURCES, _NEAR_OPTIMAL)
    unknown = [end for low, high in ranges if not (most[high] > most[low]).any() for end in (low, high)]
    title, change = f"All {len(rest)} other roles", rest["delta"].sum()
    other = {"title": title, "kind": _OTHER_ROLES, "delta": change}
    others = [pd.DataFrame([other])] if len(rest) else []
    return pd.concat([most, *others]).drop(columns=unknown)


WHO_IS_AFFECTED = Chart(
    name="who_is_affected",
    title="Roles that change most against baseline [FTE]",
    reading=(
        "Each bar is the change of a role's positions at the end of the plan against the baseline. A line "
        "over it is a range; where it crosses zero, even the direction of the change is uncertain."
    ),
    tables=(groups,),
    columns=(
        "title", replace(KIND_OF_WORK, label="Main kind of work", words={kind: kind for kind in ALL_KINDS}),
        "delta", *_NEAR_OPTIMAL, *_OVER_SOURCES,
    ),
    kind=Bars("title", ("delta",), _OVER_SOURCES, _NEAR_OPTIMAL),
    rows=_affected,
    notes={
        "delta_low": "The thick dark line is the range over plans that cost at most 0.5% more than the best.",
        "sources_low": "The thin line is the range over the sources of reach.",
    },
    finding=_who_is_affected,
)  # fmt: skip


def _layoffs(table: pd.DataFrame) -> pd.DataFrame:
    roles = distinct_titles(table, "role")[table["layoffs_high"] > 0.5]
    return roles.sort_values(["layoffs", "layoffs_high"], ascending=False, kind="stable").head(_MOST_ROLES)


_NEAR_OPTIMAL_ROLES = Chart(
    name="near_optimal_roles",
    title="Layoffs by role, and the range over near-optimal plans [FTE]",
    reading=(
        "The dot is this plan; the line runs from the fewest to the most layoffs of that role in any plan "
        "that costs at most 0.5% more than the best. A line that reaches zero means that the role's layoffs "
        "can be avoided."
    ),
    empty="No plan within 0.5% of the best lays anybody off.",
    tables=(groups,),
    columns=("title", "layoffs", "layoffs_low", "layoffs_high"),
    kind=Dots("title", {"layoffs": "layoffs"}, ("layoffs_low", "layoffs_high")),
    rows=_layoffs,
    finding=_near_optimal_layoffs,
)


def _work(table: pd.DataFrame) -> pd.DataFrame:
    last = table[(table["case"] == "plan") & (table["period"] == table["period"].max())]
    hours = last.pivot_table(index="kind", columns="mode", values="hours", aggfunc="sum", fill_value=0.0)
    ordered: pd.DataFrame = hours.reindex(index=ALL_KINDS, columns=list(MODE_COLUMNS), fill_value=0.0) / 1e6
    return ordered[ordered.sum(axis=1) > 0].reset_index()


_WHICH_WORK_MOVES = Chart(
    name="which_work_moves",
    title="Who does the work at the end of the plan, by kind of work [million hours a quarter]",
    reading=(
        "Each bar is a kind of work in the plan's last quarter, in hours that a person would have needed. "
        "Automated work still takes people's hours for review, rework and directing AI."
    ),
    tables=(modes,),
    columns=(
        "kind",
        *(Column(mode, sentence(words), "million hours") for mode, words in MODE_COLUMNS.items()),
    ),
    kind=Bars("kind", tuple(MODE_COLUMNS)),
    rows=_work,
    finding=_which_work_moves,
    section="work",
    after="systems_put_up",
)


def _by_month(table: pd.DataFrame) -> pd.DataFrame:
    totals = table.pivot(index="period", columns="case", values="total")
    gained = without_noise(*(each.to_numpy(float).cumsum() for each in
                             (totals["baseline"] - totals["plan"], totals["baseline"])))  # fmt: skip
    month = np.arange(1, MONTHS_A_QUARTER * len(gained) + 1)
    ends = MONTHS_A_QUARTER * np.arange(len(gained) + 1)
    saved = np.interp(month, ends, np.concatenate([[0.0], gained]))
    year, quarter = (int(part) for part in str(totals.index[0]).replace("Q", "").split())
    number = 12 * year + MONTHS_A_QUARTER * (quarter - 1) + month - 1
    return pd.DataFrame(
        {
            "month": [f"{one // 12}-{one % 12 + 1:02d}" for one in number],
            "side": np.where(saved < 0, _BEHIND, _AHEAD),
            "cumulative": saved,
        }
    )


_AHEAD, _BEHIND = "plan ahead of the baseline", "plan behind the baseline"
PAYBACK = Chart(
    name="payback",
    title="Cash saved so far against the baseline, by month [USD million]",
    reading=(
        "Each bar is the cash of the baseline less that of the plan, added up since the start. The plan pays "
        "for itself where the bars stay above zero. Months lie on a line between computed quarters."
    ),
    tables=(cash,),
    columns=(
        Column("month"), Column("side", "Cash since the start"),
        Column("cumulative", "Saved so far", "USD million", signed=True),
    ),
    kind=BarsByTime("month", by="side", value="cumulative"),
    rows=_by_month,
    finding=_payback,
)  # fmt: skip


_RANGE_OVER_SOURCES = Chart(
    name="range_over_sources",
    title="The same plan under each source of reach [FTE]",
    reading=(
        "Each row plans the same firm again with another published source of AI's reach. The distance "
        "between the dots shows how far the sources disagree."
    ),
    tables=(sources,),
    columns=("source", "positions", "layoffs", "saving", "compute"),
    kind=Dots(
        "source", {"positions": "all positions, against baseline", "layoffs": "layoffs"},
    ),
    rows=lambda table: table.sort_values(["positions", "source"], kind="stable"),
    finding=_range_over_sources,
)  # fmt: skip

_WIDEST = 5
"""Inputs of the chart."""


def _widest(table: pd.DataFrame) -> pd.DataFrame:
    """The inputs that move positions most."""
    rows = table.dropna(subset=["positions_at_low", "positions_at_high"], how="all")
    swing = (rows["positions_at_high"] - rows["positions_at_low"]).abs().fillna(np.inf)
    widest = rows.loc[swing.sort_values(ascending=False, kind="stable").index].head(_WIDEST)
    return widest.assign(input=[sentence(input_words(one)) for one in widest.to_dict("records")])


_TIPPING_POINTS = Chart(
    name="tipping_points",
    title="What moves the answer: positions against baseline with each input at its ends [FTE]",
    reading=(
        "Each line solves the plan again with one input at the two ends of its plausible range, written "
        "next to the dots. The longer the line, the more the input matters. The table gives the value at "
        "which layoffs enter or leave the plan."
    ),
    empty="No input was moved to see what it changes.",
    tables=(tipping_points,),
    columns=("input", "unit", "low", "high", "now", "flips_at", "positions_at_low", "positions_at_high"),
    kind=tornado(
        "input", "positions_at_low", "positions_at_high", texts=("low", "high"), zero=False,
    ),
    rows=_widest,
    finding=_tipping_points_finding,
)  # fmt: skip

_HISTORY_FIFTHS = Chart(
    name="history_fifths",
    title="Growth of US employment by exposure quintile, before the AI and after [% a year]",
    reading=(
        "Jobs are sorted into quintiles by exposure under each source. A dot is one source, a bar the median "
        "source. A slope after 2022 says nothing about AI if it was the same from 2017 to 2019."
    ),
    tables=(history,),
    columns=(
        SOURCE, Column("fifth", "Exposure quintile", "1 least to 5 most"),
        *of_unit("share/year", before="Growth 2017 to 2019", after="Growth 2022 to 2025"),
    ),
    kind=Strips("fifth", {"before": "2017 to 2019, before the AI", "after": "2022 to 2025, after"}),
    # Two years and three stand side by side only as a rate a year.
    rows=lambda table: table.sort_values(["source", "fifth"], kind="stable").assign(
        before=lambda rows: yearly_growth(1 + rows["growth_2017_2019"], 2),
        after=lambda rows: yearly_growth(1 + rows["growth_2022_2025"], 3),
    ),
    finding=_exposure_and_growth,
)  # fmt: skip


def _first_dimension(table: pd.DataFrame) -> pd.DataFrame:
    rows: pd.DataFrame = table[table["dimension"] == table["dimension"].iloc[0]]
    return rows.sort_values("delta", kind="stable")


_BY_PLACE = Chart(
    name="by_place",
    title="Positions at the end of the plan, against the baseline [FTE]",
    reading="Each bar is a department, site or country: positions in the plan less those in the baseline.",
    tables=(places,),
    columns=("name", "delta", "headcount", "layoffs"),
    kind=Bars("name", ("delta",)),
    rows=_first_dimension,
)

CHARTS = (
    *CHARTS_OF_CUT, POSITIONS_BY_CAPTURE, PAYBACK, WHO_IS_AFFECTED, _BY_PLACE,
    _NEAR_OPTIMAL_ROLES,
    _WHICH_WORK_MOVES, _HEADCOUNT_WALK, _RANGE_OVER_SOURCES, PAYROLL_AGAINST_COMPUTE, _TIPPING_POINTS,
    _HISTORY_FIFTHS,
)  # fmt: skip
