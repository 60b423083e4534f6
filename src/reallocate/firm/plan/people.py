"""Tables of people in plan and baseline: the headline, roles, places, kinds of work, moves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import ALL_KINDS, DIRECTING_ROLE
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import HEADCOUNT_FLOWS, Outcome, headcount_table, kind_shares, modes_table
from reallocate.firm.model.relief import relief_in_kind
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.groups import SUMMED, coded_roles, grouped, hold_the_plan, named_groups, openings
from reallocate.firm.plan.money import bridge_table, channel_table
from reallocate.firm.plan.roles import (
    CASE,
    FLOWS,
    HEADCOUNT_COLUMNS,
    KIND_OF_WORK,
    MODE_COLUMNS,
    NEAR_OPTIMAL,
    NEAR_OPTIMAL_LAYOFFS,
    NOTE,
    OVER_SOURCES,
    PERIOD,
    ROLE,
    SOLVED,
    SOLVED_AGAIN,
    SOURCE_RANGES,
    TITLE,
    TO,
    UNIT,
    activity_table,
    kind_table,
    move_table,
    ranged,
    role_changes,
)
from reallocate.firm.plan.solved import RangedPlan, SolvedPlan, both
from reallocate.firm.request.faults import dimensions_of
from reallocate.kernel.table import BY_ROW, Column, Rows, Table, of_unit, table
from reallocate.kernel.units import THOUSAND
from reallocate.moves.options import label_of, standing
from reallocate.moves.study import entry_words, requirements_in_words
from reallocate.moves.ways import moves_from, ways_context
from reallocate.work.firm import OF_COLUMN


def _hours_with_relief(plan: Outcome, kind: str) -> float:
    """What AI adds to the hours that people work in a kind in the last quarter, mostly below 0."""
    share = kind_shares(plan)[:, ALL_KINDS.index(kind)]
    relief = evaluate((plan.inputs.periods,), relief_in_kind(plan.figures, plan.inputs, kind, share))
    return -float(relief[-1])


def _kinds_with_ranges(ranged: RangedPlan) -> pd.DataFrame:
    """Kinds of work: hours by mode, and positions with their near-optimal range where it is solved."""
    solved, spread = ranged.solved, ranged.spread
    table = kind_table(solved.plan, solved.base).set_index("kind")
    if spread is None:
        return table.reindex(list(ALL_KINDS)).reset_index()
    relief = spread.ranges.kinds
    hours = solved.plan.inputs.hours
    central = {kind: _hours_with_relief(solved.plan, kind) for kind in relief}
    for place, name in enumerate(("low", "high")):
        table[f"delta_{name}"] = [
            table.loc[kind, "delta"] + (relief[kind][place] - central[kind]) / hours
            if kind in relief
            else np.nan
            for kind in table.index
        ]
    hold_the_plan(table, "delta")
    return table.reindex(list(ALL_KINDS)).reset_index()


def _activities_with_ranges(ranged: RangedPlan) -> pd.DataFrame:
    """Activities that AI reaches; the range of automated hours over near-optimal plans where it is solved."""
    table = activity_table(ranged.solved.plan, ranged.solved.problem.setting.activities)
    if ranged.spread is None:
        return table
    known = ranged.spread.ranges.activities
    for place, name in enumerate(("low", "high")):
        table[f"automated_{name}"] = [
            known[a][place] * THOUSAND if a in known else np.nan for a in table["activity"]
        ]
    hold_the_plan(table, "automated")
    return table


_CANCELLED, _DEFERRED = "cancelled open positions", "deferred openings"
_BREAK_EVEN, _OUTLAY = "break-even month", "largest outlay"
_NPV, _NPV_AFTER = "net present value", "net present value, later years included"
"""Figures of the first page on cash against the baseline."""


def _openings_row(solved: SolvedPlan, plans: list[Outcome]) -> tuple[str, str, float, list[float]]:
    """Open positions that are cancelled, where that was asked for, or else filled later than otherwise."""
    waiting = [openings(plan, solved.base) for plan in plans]
    if solved.problem.setting.options.levers.cancel_open:
        return _CANCELLED, "positions", 0.0, [float(one.cancelled.sum()) for one in waiting]
    return _DEFERRED, "positions", 0.0, [float(one.deferred.sum()) for one in waiting]


def _headline_row(figure: str, unit: str, base: float, values: list[float]) -> dict[str, object]:
    """One figure of the plan, which is the last of the values, and its range over all of them."""
    shift = 0.0 if np.isnan(base) else base
    over = np.array(values) - shift
    return {
        "figure": figure,
        "unit": unit,
        "baseline": base,
        "plan": values[-1],
        "delta": float(over[-1]),
        "low": float(np.fmin.reduce(over)),
        # No number is the largest where the plan under one of the sources never breaks even.
        "high": float(over.max()),
    }


def _headline_figures(ranged: RangedPlan) -> Rows:
    """The plan against its baseline in a few figures, with their range over sources where it is solved."""
    solved, spread = ranged.solved, ranged.spread
    others = spread.by_source if spread is not None else {}
    plans = {**others, solved.problem.setting.options.reach_source: solved.plan}
    base = solved.base_totals
    each = [(totals(plan), solved.saving_of(plan), plan) for plan in plans.values()]
    rows = [
        ("positions", "FTE", base.positions, [one.positions for one, _, _ in each]),
        ("layoffs", "FTE", 0.0, [one.layoffs for one, _, _ in each]),
        ("quits", "FTE", base.quits, [one.quits for one, _, _ in each]),
        ("hires", "FTE", base.hires, [one.hires for one, _, _ in each]),
        ("redeployment", "FTE", 0.0, [one.moves for one, _, _ in each]),
        _openings_row(solved, list(plans.values())),
        ("run-rate saving", "USD million a year", np.nan, [one.saving for _, one, _ in each]),
        ("one-off cost", "USD million", np.nan, [one.one_off for _, one, _ in each]),
        (_BREAK_EVEN, "months", np.nan, [one.cash.break_even_month for _, one, _ in each]),
        (_OUTLAY, "USD million", np.nan, [one.cash.largest_outlay for _, one, _ in each]),
        (_NPV, "USD million", np.nan, [one.cash.net_present_value for _, one, _ in each]),
        (_NPV_AFTER, "USD million", np.nan, [one.cash.net_present_value_after for _, one, _ in each]),
        ("compute cash", "USD million over the plan", 0.0, [one.compute + one.capex for one, _, _ in each]),
        ("cost, present value", "USD million", base.present_value, [one.present_value for one, _, _ in each]),
    ]
    made = [_headline_row(*row) for row in rows]
    if spread is None:
        return [{key: value for key, value in row.items() if key not in ("low", "high")} for row in made]
    return made


headline = table(
    "headline", "Headline figures",
    Column("figure"), UNIT, of_unit(BY_ROW, baseline="Baseline", plan="Plan"),
    Column("delta", "Change", BY_ROW, signed=True),
    ranged(of_unit(BY_ROW, signed=True, low="Low", high="High")),
    source=f"{SOLVED} The range is over the sources of reach.",
)(_headline_figures)  # fmt: skip


@table(
    "headcount", "Headcount by role and quarter",
    CASE, ROLE, PERIOD,
    of_unit("FTE", begin="At the start", hires="Hires", quits="Quits", voluntary="Voluntary exits",
            layoffs="Layoffs", moves_in="Moved in", moves_out="Moved out", end="At the end"),
    source=SOLVED,
)  # fmt: skip
def headcount(solved: SolvedPlan) -> pd.DataFrame:
    """Jobs by role and quarter, of baseline and plan."""
    return both(solved, headcount_table)


@table(
    "roles", "Roles",
    ROLE, TITLE, Column("occupation", "Occupation code"), KIND_OF_WORK,
    Column("group", "Grouped with", optional=True),
    HEADCOUNT_COLUMNS, FLOWS,
    of_unit("FTE", contractors="Contractors", contractors_end="Contractors at the end"),
    of_unit("share of hours", automated_share="Work automated", augmented_share="Work augmented"),
    ranged(NEAR_OPTIMAL, NEAR_OPTIMAL_LAYOFFS, OVER_SOURCES),
    show=(
        "title", "headcount", "baseline_end", "plan_end", "delta", "layoffs", "quits", "moves_out",
        "moves_in", "hires",
    ),
    caption="Every role, with exits by route",
    source=f"{SOLVED} {SOURCE_RANGES}.",
)  # fmt: skip
def roles(ranged: RangedPlan) -> pd.DataFrame:
    """Who is affected, each role with the title of the group that it was planned in."""
    rows, spread = coded_roles(ranged), ranged.spread
    return rows if spread is None else named_groups(rows, grouped(ranged.solved, spread, rows))


@table(
    "groups", "Roles, small ones in groups",
    ROLE, TITLE, KIND_OF_WORK, Column("roles", "Roles in it", "roles"), HEADCOUNT_COLUMNS, FLOWS,
    ranged(OVER_SOURCES), NEAR_OPTIMAL, NEAR_OPTIMAL_LAYOFFS,
    source=f"{SOLVED} {SOURCE_RANGES}; a group's of its roles together.",
)  # fmt: skip
def groups(ranged: RangedPlan) -> pd.DataFrame | None:
    """The roles on which ranges are computed: large ones alone, small ones together; none without."""
    spread = ranged.spread
    return None if spread is None else grouped(ranged.solved, spread, coded_roles(ranged))


@table(
    "moves", "Moves between roles",
    Column("origin", "From, code"), Column("origin_title", "From"), TO, Column("positions", unit="FTE"),
    Column("training_weeks", "Training", "weeks"), Column("training_cost", "Training cost", "USD/person"),
    Column("basis", "What makes it possible"),
    source=f"{SOLVED} Which moves are possible: observed mobility and related jobs.",
)  # fmt: skip
def moves(solved: SolvedPlan) -> pd.DataFrame:
    """Who moves from which role into which."""
    return move_table(solved.plan, solved.problem.setting.firm.roles)


@table(
    "bridge", "From reach to whole positions",
    Column("step"), Column("positions", unit="FTE"), NOTE, source=SOLVED,
)  # fmt: skip
def bridge(solved: SolvedPlan) -> pd.DataFrame:
    """From what AI could do to whole positions."""
    return bridge_table(solved.plan, solved.base)


@table(
    "channels", "Substitution, funding, slack",
    Column("channel"), Column("positions", unit="FTE"), NOTE, source=SOLVED_AGAIN,
)  # fmt: skip
def channels(solved: SolvedPlan) -> pd.DataFrame:
    """Why positions end: work done by AI, exits that fund compute, slack."""
    return channel_table(solved.free, solved.base, solved.plan)


kinds = table(
    "kinds", "Kinds of work",
    KIND_OF_WORK,
    of_unit("hours/quarter", hours="Hours of work", human="By people", augmented="Augmented",
            automated="Automated", dropped="Left undone", unfixed="Undetected errors"),
    of_unit("FTE", positions_baseline="Positions, baseline", positions_plan="Positions, plan"),
    Column("delta", "Change", "FTE", signed=True), ranged(NEAR_OPTIMAL),
    source=SOLVED,
)(_kinds_with_ranges)  # fmt: skip


@table(
    "modes", "Work by kind, mode and quarter",
    CASE, KIND_OF_WORK, Column("mode", words=MODE_COLUMNS), PERIOD,
    Column("hours", "Hours of work", "hours/quarter"),
    source=SOLVED,
)  # fmt: skip
def modes(solved: SolvedPlan) -> pd.DataFrame:
    """Hours of work by kind and mode, of baseline and plan."""
    return both(solved, modes_table)


activities = table(
    "activities", "Activities",
    Column("activity", "Activity code"), Column("title", "Activity"), KIND_OF_WORK,
    of_unit("hours/quarter", hours="Hours of work", augmented="Augmented", automated="Automated"),
    of_unit("systems", systems="Systems possible", put_up="Systems installed"),
    Column("hours_to_cover", "Break-even hours, system", "hours/quarter"),
    ranged(of_unit("hours/quarter", automated_low="Automated, low", automated_high="Automated, high")),
    source=f"{SOLVED} Ranges: near-optimal plans.",
)(_activities_with_ranges)  # fmt: skip


_NEW_POSITIONS = "new positions that direct AI"
"""In place of a department, site or country for those who have none."""
_INSIDE = "Moves inside it count as moved out and moved in."
_ACROSS = (
    "With a table of people, an occupation of fewer than five in a place is planned across places, and "
    "counted in each by its people there."
)
_QUARTERS = of_unit(
    "FTE", begin="At the start", hires="Hires", quits="Quits", voluntary="Voluntary exits",
    layoffs="Layoffs", moves_in="Moved in", moves_out="Moved out", end="At the end",
)  # fmt: skip


def _shown_dimensions(solved: SolvedPlan) -> tuple[str, ...]:
    """Columns of the dimensions that the plan was asked to keep apart, in the order asked for."""
    return dimensions_of(solved.problem.scenario)


def _by_place(solved: SolvedPlan, column: str, rows: pd.DataFrame, amounts: list[str]) -> pd.DataFrame:
    """Rows of roles as those of the departments, sites or countries of their people.

    rows : role, and amounts, which are shared out where a role's people are of several places
    """
    firm, staff = solved.problem.setting.firm.roles, solved.problem.kept.staff
    place = pd.concat([firm[column].astype(str), pd.Series([_NEW_POSITIONS], index=[DIRECTING_ROLE])])
    alone = pd.DataFrame({"role": place.index, "name": place.to_numpy(), "share": 1.0})
    if staff is not None:
        across = staff.places_of(column, firm).rename(columns={"place": "name"})
        alone = pd.concat([alone[~alone["role"].isin(across["role"])], across])
    found = rows.merge(alone, on="role")
    found[amounts] = found[amounts].mul(found["share"], axis=0)
    return found


@table(
    "places", "By department, site and country",
    Column("dimension", "By"), Column("name", "Name"), HEADCOUNT_COLUMNS, FLOWS,
    source=f"{SOLVED} {_INSIDE} {_ACROSS}", optional=True,
)  # fmt: skip
def places(solved: SolvedPlan) -> pd.DataFrame | None:
    """Positions and flows over the plan by each dimension; the rows of one add up to the firm's."""
    found = []
    roles = role_changes(solved.plan, solved.base, solved.problem.setting.firm.roles)
    for column in _shown_dimensions(solved):
        by_place = _by_place(solved, column, roles, list(SUMMED))
        rows = by_place.groupby("name")[list(SUMMED)].sum().reset_index()
        rows = rows[rows[list(SUMMED)].abs().sum(axis=1) > 0]
        rows = rows.sort_values(["headcount", "name"], ascending=[False, True], kind="stable")
        rows.insert(0, "dimension", OF_COLUMN[column])
        found.append(rows)
    return pd.concat(found, ignore_index=True) if found else None


def _by_quarter(solved: SolvedPlan, column: str) -> pd.DataFrame | None:
    """The headcount walk of each department, site or country by quarter, of baseline and plan."""
    if column not in _shown_dimensions(solved):
        return None
    amounts = [*HEADCOUNT_FLOWS, "end"]
    walk = _by_place(solved, column, both(solved, headcount_table), amounts)
    rows: pd.DataFrame = walk.groupby(["case", "name", "period"], sort=True)[amounts].sum().reset_index()
    return rows


def _quarters(column: str) -> Table[SolvedPlan]:
    name = OF_COLUMN[column]
    return table(
        f"{name}_quarters", f"{name.capitalize()} by quarter",
        CASE, Column("name", name.capitalize()), PERIOD, _QUARTERS,
        source=f"{SOLVED} {_INSIDE} {_ACROSS}", optional=True,
    )(lambda solved: _by_quarter(solved, column))  # fmt: skip


DIMENSION_TABLES = (places, *(_quarters(column) for column in OF_COLUMN))


_LOSING, _FEWER = 10, 1.0
"""Roles whose moves are shown, and the positions that such a role loses at least [FTE]."""


def ways_out(solved: SolvedPlan) -> pd.DataFrame | Rows:
    """The moves on the card of each of the ten roles that lose most positions: sideways, then after study.

    The same moves as for one job, for people who bring what is usual in it. Shares are of those seen to
    change occupation, with their 80% interval; pay is the nation's. Roles that are several small ones
    together are left out: they are no occupation.
    """
    world, roles = solved.problem.world, coded_roles(RangedPlan(solved))
    context = ways_context(world, solved.problem.setting.options.parameters)
    facts, p = context.facts, context.parameters
    single = roles[roles["occupation"].isin(facts.occupations) & (roles["delta"] <= -_FEWER)]
    shrinking = single.sort_values(["delta", "role"], kind="stable").head(_LOSING)
    if shrinking.empty:
        return []
    cards = standing(moves_from(context, shrinking["occupation"].astype(str).unique()), p)
    cards = cards.assign(title=cards["occupation"].map(world.occupations["title"]))
    moves = []
    for _, row in shrinking.iterrows():
        card = cards[cards["origin"] == facts.place(str(row["occupation"]))]
        for option, shown in card.groupby("option", sort=False):
            label = label_of(shown, str(option), None, p)
            moves.append(shown.assign(role=str(row["role"]), of=str(row["title"]), label=label))
    if not moves:
        return []
    table = pd.concat(moves, ignore_index=True)
    there = set(solved.problem.setting.firm.roles["occupation"].astype(str))
    return pd.DataFrame(
        {
            "role": table["role"],
            "title": table["of"],
            "target": table["occupation"],
            "target_title": table["title"],
            "option": table["option"],
            "label": table["label"],
            "in_firm": table["occupation"].isin(there).map({True: "yes", False: ""}),
            "share_of_movers": table["share"],
            "share_low": table["low"],
            "share_high": table["high"],
            "people_seen": table["seen"],
            "pay_now": table["own_pay"],
            "median_pay": table["median_pay"],
            "entry_pay": table["entry_pay"],
            "asks": requirements_in_words(table, entry_words(world)),
        }
    )
