"""The charts of a plan, in the order of its page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.measure.number import sentence
from reallocate.output.chart import Chart, distinct_titles
from reallocate.output.kinds import Bars, BarsByTime, Dots, Line, Lines, Strips, Walk, tornado
from reallocate.output.table import Column, of_unit
from reallocate.plan.break_even import MONTHS_A_QUARTER, without_noise
from reallocate.plan.inputs import ALL_KINDS
from reallocate.plan.plan_sentences import SMALL
from reallocate.plan.role_tables import informative_ranges
from reallocate.problem.firm.columns import KIND_OF_WORK, MODES, SOURCE
from reallocate.study.plan import findings
from reallocate.study.plan.case_tables import sources
from reallocate.study.plan.cut_tables import cut_or_wait_figures, cut_paths
from reallocate.study.plan.dimension_tables import places
from reallocate.study.plan.doubt_tables import history, tipping_points
from reallocate.study.plan.plan_tables import CASH_ITEMS, cash, groups, headcount, modes, profit_and_loss
from reallocate.study.plan.response_tables import POSITIONS_BY_CAPTURE
from reallocate.work.compounding import yearly_growth

MOST_ROLES = 20
SIGNS = {"hires": 1, "quits": -1, "voluntary": -1, "layoffs": -1}
OVER_SOURCES, NEAR_OPTIMAL = ("sources_low", "sources_high"), ("delta_low", "delta_high")


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
    kind=BarsByTime("period", CASH_ITEMS, title="Cash out a quarter", beside="case"),
    rows=lambda table: table.sort_values(["period", "case"], kind="stable"),
    finding=findings.pay_against_compute,
)


def _steps(table: pd.DataFrame) -> pd.DataFrame:
    first, last = table["period"].min(), table["period"].max()
    flows = {headcount.column(name).heading: sign * table[name] for name, sign in SIGNS.items()}
    start, end = table["begin"].where(table["period"] == first), table["end"].where(table["period"] == last)
    steps = pd.DataFrame({"Start": start, **flows, "End": end}).groupby(table["case"]).sum().T
    return steps.assign(change=steps["plan"] - steps["baseline"]).rename_axis("step").reset_index()


HEADCOUNT_WALK = Chart(
    name="headcount_walk",
    title="From today's headcount to the plan's [FTE]",
    reading=(
        "The first bar is the headcount at the start. Hires add to it; quits, accepted offers to leave and "
        "layoffs reduce it. The last two bars are the headcount at the end, in the plan and in the baseline. "
        "Moves between roles do not change the total."
    ),
    tables=(headcount,),
    columns=(Column("step"), *of_unit("FTE", baseline="Baseline", plan="Plan", change="Change")),
    kind=Walk("step", "plan", "Headcount", against="baseline"),
    rows=_steps,
    finding=findings.headcount_walk,
)


def _affected(table: pd.DataFrame) -> pd.DataFrame:
    roles = distinct_titles(informative_ranges(table), "role").sort_values(
        "delta", key=lambda delta: -delta.abs(), kind="stable"
    )
    most, rest = roles.head(MOST_ROLES).sort_values("delta", kind="stable"), roles[MOST_ROLES:]
    # Of a plan that is under way either range may still be missing.
    known = [(low, high) for low, high in (OVER_SOURCES, NEAR_OPTIMAL) if high in most]
    unknown = [end for low, high in known if not (most[high] > most[low]).any() for end in (low, high)]
    title, change = f"All {len(rest)} other roles", rest["delta"].sum()
    other = {"title": title, "kind": findings.OTHER_ROLES, "delta": change}
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
        "delta", *NEAR_OPTIMAL, *OVER_SOURCES,
    ),
    kind=Bars(
        "title", ("delta",), "Change against baseline at the end", "kind", OVER_SOURCES, NEAR_OPTIMAL,
    ),
    rows=_affected,
    notes={
        "delta_low": "The thick dark line is the range over plans that cost at most 0.5% more than the best.",
        "sources_low": "The thin line is the range over the sources of reach.",
    },
    finding=findings.who_is_affected,
)  # fmt: skip


def _layoffs(table: pd.DataFrame) -> pd.DataFrame:
    roles = distinct_titles(table, "role")[table["layoffs_high"] > 0.5]
    return roles.sort_values(["layoffs", "layoffs_high"], ascending=False, kind="stable").head(MOST_ROLES)


NEAR_OPTIMAL_ROLES = Chart(
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
    kind=Dots("title", {"layoffs": "layoffs"}, ("layoffs_low", "layoffs_high"), "Layoffs over the plan"),
    rows=_layoffs,
    finding=findings.near_optimal_layoffs,
)


def _work(table: pd.DataFrame) -> pd.DataFrame:
    last = table[(table["case"] == "plan") & (table["period"] == table["period"].max())]
    hours = last.pivot_table(index="kind", columns="mode", values="hours", aggfunc="sum", fill_value=0.0)
    ordered: pd.DataFrame = hours.reindex(index=ALL_KINDS, columns=list(MODES), fill_value=0.0) / 1e6
    return ordered[ordered.sum(axis=1) > 0].reset_index()


WHICH_WORK_MOVES = Chart(
    name="which_work_moves",
    title="Who does the work at the end of the plan, by kind of work [million hours a quarter]",
    reading=(
        "Each bar is a kind of work in the plan's last quarter, in hours that a person would have needed. "
        "Automated work still takes people's hours for review, rework and directing AI."
    ),
    tables=(modes,),
    columns=("kind", *(Column(mode, sentence(words), "million hours") for mode, words in MODES.items())),
    kind=Bars("kind", tuple(MODES), "Work in the last quarter"),
    rows=_work,
    finding=findings.which_work_moves,
)


def _departures(cash: pd.DataFrame, charged: pd.DataFrame) -> pd.DataFrame:
    plan, baseline = (cash[cash["case"] == case].set_index("period") for case in ("plan", "baseline"))
    change = plan[[*CASH_ITEMS, "total"]] - baseline[[*CASH_ITEMS, "total"]]
    total = charged.pivot(index="period", columns="case", values="total")
    change["charged"] = total["plan"] - total["baseline"]
    added = {"cumulative": change["total"].cumsum(), "charged_cumulative": change["charged"].cumsum()}
    return change.assign(**added).reset_index()


MONEY = Chart(
    name="money",
    title="Plan minus baseline: cash in each quarter, and cumulative [USD million]",
    reading=(
        "Below zero the plan spends less than the baseline, above zero more. The bars split each quarter's "
        "difference. The full line is the cumulative difference; it crosses zero for good in the break-even "
        "month. The dashed line is the same for profit and loss, with bought compute depreciated over its "
        "life."
    ),
    tables=(cash, profit_and_loss),
    columns=(
        "period", *CASH_ITEMS,
        *of_unit("USD million", total="Cash, total", cumulative="Cash, cumulative",
                 charged="Profit and loss, total", charged_cumulative="Profit and loss, cumulative"),
    ),
    kind=BarsByTime(
        "period", CASH_ITEMS, title="Plan minus baseline", lines=("cumulative", "charged_cumulative")
    ),
    rows=_departures,
    finding=findings.money,
)  # fmt: skip


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
            "side": np.where(saved < 0, BEHIND, AHEAD),
            "cumulative": saved,
        }
    )


AHEAD, BEHIND = "plan ahead of the baseline", "plan behind the baseline"
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
    kind=BarsByTime("month", by="side", value="cumulative", title="Saved so far", labelled=6),
    rows=_by_month,
    finding=findings.payback,
)  # fmt: skip


def _exits(table: pd.DataFrame) -> pd.DataFrame:
    counts = table.set_index("figure")["cut"].astype(float)
    if "exits" not in counts:
        return pd.DataFrame(columns=["exits", *EXITS])
    parts = {name: max(float(counts.get(figure, 0.0)), 0.0) for name, figure in EXITS.items()}
    shown = {name: part if part >= SMALL else 0.0 for name, part in parts.items()}
    return pd.DataFrame([{"exits": f"{counts['exits']:,.0f} exits", **shown}])


EXITS = {"refilled": "positions_refilled", "fewer_quits": "would_have_quit", "saved": "positions_saved",
         "anyway": "laid_off_anyway"}  # fmt: skip
"""Parts of a cut's exits -> the figures that hold them."""
CUT_EXITS = Chart(
    name="cut_exits",
    title="What becomes of the exits by the end of the plan [FTE]",
    reading=(
        "The bar is the exits of the cut. Refilled: hires beyond those with attrition. Fewer quits: people "
        "who would have left by themselves. Saved: positions fewer at the end than with attrition."
    ),
    tables=(cut_or_wait_figures,),
    columns=(
        Column("exits"), *of_unit("FTE", refilled="Refilled", fewer_quits="Fewer quits than with attrition",
                                  saved="Saved at the end", anyway="Laid off without the cut too"),
    ),
    kind=Bars("exits", tuple(EXITS), "Exits"),
    rows=_exits,
    finding=findings.cut_exits,
)  # fmt: skip

CUT_CASH = Chart(
    name="cut_cash",
    title="Cash saved so far against doing neither [USD million]",
    reading=(
        "Above zero less cash was spent than in the baseline, below zero more. Cash counts no undone work: "
        "an empty position saves pay while its work is left undone."
    ),
    tables=(cut_paths,),
    columns=("period", "end", "saved_cut", "saved_wait"),
    kind=Lines(
        "end", (Line("saved_wait", "attrition"), Line("saved_cut", "cut")), title="Saved so far", level=0.0
    ),
    finding=findings.cut_cash,
)

RANGE_OVER_SOURCES = Chart(
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
        title="Positions and layoffs",
    ),
    rows=lambda table: table.sort_values(["positions", "source"], kind="stable"),
    finding=findings.range_over_sources,
)  # fmt: skip

TIPPING_POINTS = Chart(
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
        "input", "positions_at_low", "positions_at_high", "Positions at the end, against baseline",
        texts=("low", "high"), zero=False,
    ),
    rows=lambda table: table.dropna(subset=["positions_at_low", "positions_at_high"], how="all"),
    finding=findings.tipping_points,
)  # fmt: skip

HISTORY_FIFTHS = Chart(
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
    kind=Strips(
        "fifth", {"before": "2017 to 2019, before the AI", "after": "2022 to 2025, after"},
        title="Growth of employment",
    ),
    # Two years and three stand side by side only as a rate a year.
    rows=lambda table: table.sort_values(["source", "fifth"], kind="stable").assign(
        before=lambda rows: yearly_growth(1 + rows["growth_2017_2019"], 2),
        after=lambda rows: yearly_growth(1 + rows["growth_2022_2025"], 3),
    ),
    finding=findings.exposure_and_growth,
)  # fmt: skip


def _first_dimension(table: pd.DataFrame) -> pd.DataFrame:
    rows: pd.DataFrame = table[table["dimension"] == table["dimension"].iloc[0]]
    return rows.sort_values("delta", kind="stable")


BY_PLACE = Chart(
    name="by_place",
    title="Change of positions by the end of the plan [FTE]",
    reading="Each bar is a department, site or country: positions in the plan less those in the baseline.",
    tables=(places,),
    columns=("name", "delta", "headcount", "layoffs"),
    kind=Bars("name", ("delta",)),
    rows=_first_dimension,
)

CHARTS = (
    CUT_EXITS, CUT_CASH, POSITIONS_BY_CAPTURE, PAYBACK, MONEY, WHO_IS_AFFECTED, BY_PLACE, NEAR_OPTIMAL_ROLES,
    WHICH_WORK_MOVES, HEADCOUNT_WALK, RANGE_OVER_SOURCES, PAYROLL_AGAINST_COMPUTE, TIPPING_POINTS,
    HISTORY_FIFTHS,
)  # fmt: skip
