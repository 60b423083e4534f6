"""The tables of what limits a plan, what would change it, and what it assumes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.source import Grade
from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.plan.plan_sentences import shadow_price_sentence, tipping_point_sentence
from reallocate.plan.tipping_points import Answer, in_order
from reallocate.problem.firm.assumption_rows import NOT_MOVED, firm_rows, funding_assumptions, what_it_moves
from reallocate.problem.firm.columns import (
    AS_READ,
    RANGE,
    ROLES_AS_READ,
    SENTENCE,
    SOLVED_AGAIN,
    SOURCE,
    UNIT,
)
from reallocate.problem.firm.solved_cases import FINANCE, TIPPING_POINTS, SolvedCases
from reallocate.scenario.firm.saved import ROLE_TABLE, kept_roles
from reallocate.work.parameters import parameter_table


@table(
    "limits", "Limits",
    Column("limit"), UNIT, Column("level", "Level", BY_ROW), Column("decides", "Binding"),
    of_unit("USD million", signed=True, up="Cost of one more", down="Cost of one less"),
    of_unit(BY_ROW, up_to="Same value up to", down_to="Same value down to"), SENTENCE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def limits(solved: SolvedCases) -> pd.DataFrame:
    """Each limit, whether it decides, and what one more and one less are price."""
    rows = [
        {
            **{name: getattr(price.limit, name) for name in ("unit", "level")},
            **{end: _or_missing(getattr(price, end)) for end in ("up", "down", "up_to", "down_to")},
            "limit": price.limit.name,
            "decides": price.decides,
            "sentence": shadow_price_sentence(price),
        }
        for price in solved.shadow_prices
    ]
    given = solved.problem.setting.options.limits
    for name, unit, level in (
        ("cash budget", "USD million a year", given.cash_per_year),
        ("power for own GPUs", "MW", given.megawatts),
    ):
        if level is None:
            words = f"No limit was given for the {name}."
            rows.append({"limit": name, "unit": unit, "decides": False, "sentence": words})
    table = pd.DataFrame(rows, columns=limits.names)
    return table.sort_values("decides", ascending=False, kind="stable", ignore_index=True)


def _or_missing(value: float | None) -> float:
    return np.nan if value is None else value


@table(
    "tipping_points", "Tipping points",
    Column("input"), Column("name", "Name in a scenario"), UNIT,
    of_unit(BY_ROW, now="Assumed here", flips_at="Layoffs begin at"), RANGE, Column("grade"),
    of_unit("FTE", absent=Answer.NO_PLAN.value, positions_at_low="Positions at lowest",
            positions_at_high="Positions at highest", layoffs_at_low="Layoffs at lowest",
            layoffs_at_high="Layoffs at highest"),
    SENTENCE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def tipping_points(solved: SolvedCases) -> Rows:
    """Inputs and the value at which compulsory layoffs enter or leave the best plan."""
    p = solved.problem.setting.options.parameters
    return [
        {
            **{name: getattr(one, name) for name in ("name", "now", "low", "high")},
            "input": about.says,
            "unit": about.unit,
            "grade": about.grade.value,
            "flips_at": _or_missing(one.flips_at),
            "positions_at_low": one.low_positions - solved.base_totals.positions,
            "positions_at_high": one.high_positions - solved.base_totals.positions,
            "layoffs_at_low": one.low_layoffs,
            "layoffs_at_high": one.high_layoffs,
            "sentence": tipping_point_sentence(one, about),
        }
        for one in in_order(solved.tipping_points)
        for about in [p.about(one.name)]
    ]


@table(
    "assumptions", "Assumptions",
    Column("name", "Assumption"), Column("parameter", "Name in a scenario"), Column("value", unit=BY_ROW),
    UNIT, RANGE, Column("grade"), Column("source"), Column("vintage"), Column("own"),
    Column("moves", "Effect over its range", optional=True),
    source="Each row names its own source, vintage and grade.",
)  # fmt: skip
def assumptions(solved: SolvedCases) -> pd.DataFrame:
    """Every number the plan rests on; those to replace first come first, once their effect is tested."""
    p = solved.problem.setting.options.parameters
    table = parameter_table(p).drop(columns="says")
    table["name"] = [p.about(name).says for name in table["name"]]
    table.insert(1, "parameter", list(p.names))
    tested = solved.has(TIPPING_POINTS) and solved.has(FINANCE)
    swing = {one.name: one.swing for one in solved.tipping_points} if tested else {}
    table["weak"] = table["grade"].isin([Grade.J.value, Grade.C.value])
    table["swing"] = table["parameter"].map(swing).fillna(0.0)
    order = table.sort_values(["own", "weak", "swing"], ascending=False, kind="stable")
    firm = pd.DataFrame([*firm_rows(solved), *funding_assumptions(solved)])
    joined = pd.concat([firm, order.drop(columns=["weak", "swing"])], ignore_index=True)
    if tested:
        joined["moves"] = joined["parameter"].map(what_it_moves(solved)).fillna(NOT_MOVED)
    return joined


@table(ROLE_TABLE, "The firm's role table", ROLES_AS_READ, source=AS_READ, optional=True, sheet=False)
def role_table(solved: SolvedCases) -> pd.DataFrame | None:
    """The scenario's own role table, so that a saved plan can be made again; none where it has none."""
    return kept_roles(solved.problem.table)


def _window(first: int, last: int) -> tuple[Column, ...]:
    """Growth over some years with its interval, and the median occupation's."""
    growth, years = f"growth_{first}_{last}", f"{first}–{last}"
    labels = {
        growth: f"Growth, {years}",
        f"{growth}_low": f"10th percentile, {years}",
        f"{growth}_high": f"90th percentile, {years}",
        f"median_{first}_{last}": f"Median occupation, {years}",
    }
    return tuple(Column(name, label, "share", signed=True) for name, label in labels.items())


@table(
    "history", "History by exposure quintile",
    SOURCE, Column("fifth", "Exposure quintile"),
    _window(2017, 2019), _window(2022, 2025),
    Column("employment_2022", "Employment 2022", "persons"),
    source="US employment by occupation (OEWS) against each source of reach; no plan is involved.",
)  # fmt: skip
def history(solved: SolvedCases) -> pd.DataFrame:
    """Growth of jobs by exposure, before the AI and after."""
    return solved.history["history"]


@table(
    "history_summary", "History, summed up",
    SOURCE,
    of_unit(
        "rank correlation", rank_correlation_before="Correlation, 2017–2019",
        rank_correlation_before_low="10th percentile, 2017–2019",
        rank_correlation_before_high="90th percentile, 2017–2019",
        rank_correlation_after="Correlation, 2022–2025",
        rank_correlation_after_low="10th percentile, 2022–2025",
        rank_correlation_after_high="90th percentile, 2022–2025", difference="After minus before",
        low="10th percentile", high="90th percentile", sampling_low="Survey error, low",
        sampling_high="Survey error, high", difference_weighted="Difference, job-weighted",
    ),
    of_unit("share/year", gap_before="Growth gap before", gap_after="Growth gap after",
            gap_change="Change of gap", gap_low="Change of gap, low", gap_high="Change of gap, high"),
    Column("difference_own", "Difference, all occupations", "rank correlation"),
    Column("occupations", unit="occupations"), Column("finding"), Column("verdict"), SENTENCE,
    source="Rank correlation of exposure with growth, from the sheet before.",
)  # fmt: skip
def history_summary(solved: SolvedCases) -> pd.DataFrame:
    """Whether exposure and growth are related more after the AI than before."""
    return solved.history["history_summary"]
