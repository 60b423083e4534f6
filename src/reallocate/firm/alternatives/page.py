"""What limits a plan, what would change it, and doubts: tables, sentences and their place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.firm.alternatives.assumptions import (
    NOT_MOVED,
    MovedInputs,
    firm_rows,
    funding_assumptions,
    what_it_moves,
)
from reallocate.firm.alternatives.limits import shadow_price_sentence, tipping_point_sentence
from reallocate.firm.alternatives.promises import PricedLimits
from reallocate.firm.alternatives.tipping_points import Answer, in_order
from reallocate.firm.plan.parts import (
    bullets,
    noted,
    source_count,
    source_words,
    without_plan,
)
from reallocate.firm.plan.roles import RANGE, SENTENCE, SOLVED_AGAIN, SOURCE, UNIT
from reallocate.firm.request.prepare import PlanProblem
from reallocate.kernel.blocks import Block
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import say
from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.table import BY_ROW, Column, Range, Rows, Tables, of_unit, table
from reallocate.kernel.text import Text
from reallocate.render.result import Result
from reallocate.work.capability import FAST, FAST_IS_TREND

TEXT = Text()
"""What limits a plan, what would change it, and doubts."""


@table(
    "limits", "Limits",
    Column("limit"), UNIT, Column("level", "Level", BY_ROW), Column("decides", "Binding"),
    of_unit("USD million", signed=True, up="Cost of one more", down="Cost of one less"),
    of_unit(BY_ROW, up_to="Same value up to", down_to="Same value down to"), SENTENCE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def limits(priced: PricedLimits) -> pd.DataFrame:
    """Each limit, whether it decides, and what one more and one less are price."""
    rows = [
        {
            **{name: getattr(price.limit, name) for name in ("unit", "level")},
            **{end: _or_missing(getattr(price, end)) for end in ("up", "down", "up_to", "down_to")},
            "limit": price.limit.name,
            "decides": price.decides,
            "sentence": shadow_price_sentence(price),
        }
        for price in priced.prices
    ]
    given = priced.options.limits
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
    show=("input", "now", Range("Plausible range", "low", "high"),
          Range("Layoffs over that range", "layoffs_at_low", "layoffs_at_high"), "flips_at", "grade"),
    caption="The value of each input at which layoffs enter or leave the best plan",
    note="Layoffs begin, or end, at this value. It may lie outside the plausible range.",
)  # fmt: skip
def tipping_points(tested: MovedInputs) -> Rows:
    """Inputs and the value at which compulsory layoffs enter or leave the best plan."""
    p = tested.parameters
    return [
        {
            **{name: getattr(one, name) for name in ("name", "now", "low", "high")},
            "input": about.says,
            "unit": about.unit,
            "grade": about.grade.value,
            "flips_at": _or_missing(one.flips_at),
            "positions_at_low": one.low_positions - tested.base,
            "positions_at_high": one.high_positions - tested.base,
            "layoffs_at_low": one.low_layoffs,
            "layoffs_at_high": one.high_layoffs,
            "sentence": tipping_point_sentence(one, about),
        }
        for one in in_order(tested.points)
        for about in [p.about(one.name)]
    ]


@dataclass(frozen=True, eq=False)
class Assumptions:
    """What a plan rests on.

    tested : the inputs that were moved; none in a first answer
    """

    problem: PlanProblem
    tested: MovedInputs | None = None


@table(
    "assumptions", "Assumptions",
    Column("name", "Assumption"), Column("parameter", "Name in a scenario"), Column("value", unit=BY_ROW),
    UNIT, RANGE, Column("grade"), Column("source"), Column("vintage"), Column("own"),
    Column("moves", "Effect over its range", optional=True),
    source="Each row names its own source, vintage and grade.",
)  # fmt: skip
def assumptions(given: Assumptions) -> pd.DataFrame:
    """Every number the plan rests on; those to replace first come first, where their effect is tested."""
    p, tested = given.problem.setting.options.parameters, given.tested
    table = parameter_table(p).drop(columns="says")
    table["name"] = [p.about(name).says for name in table["name"]]
    table.insert(1, "parameter", list(p.names))
    swing = tested.swings if tested is not None else {}
    table["weak"] = table["grade"].isin([Grade.J.value, Grade.C.value])
    table["swing"] = table["parameter"].map(swing).fillna(0.0)
    order = table.sort_values(["own", "weak", "swing"], ascending=False, kind="stable")
    firm = pd.DataFrame([*firm_rows(given.problem), *funding_assumptions(given.problem.scenario)])
    joined = pd.concat([firm, order.drop(columns=["weak", "swing"])], ignore_index=True)
    if tested is not None:
        joined["moves"] = joined["parameter"].map(what_it_moves(tested)).fillna(NOT_MOVED)
    return joined


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
def history(tables: Tables) -> pd.DataFrame:
    """Growth of jobs by exposure, before the AI and after."""
    return tables["history"]


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
def history_summary(tables: Tables) -> pd.DataFrame:
    """Whether exposure and growth are related more after the AI than before."""
    return tables["history_summary"]


@TEXT.block("limits")
def binding(result: Result) -> list[Block]:
    """What each binding limit costs, as its row says; or that none binds."""
    rows = result.in_dollars("limits")
    lines = rows.loc[rows["decides"].astype(bool), "sentence"].tolist()
    return bullets(lines or ["No limit binds: loosening any of them leaves the plan as it is."])


@TEXT.block("near")
def near_the_best(result: Result) -> list[Block]:
    """Alternatives at little extra cost."""
    return [
        noted(
            result, "alternatives", "alternative", "extra_cost", "extra_share", "positions",
            "layoffs", "moved", "hires", "first_year_cash", "power",
            caption="Each alternative goes as far as it can in one direction",
            note="The most that an alternative may cost extra is set by --within. The ranges called "
            "near-optimal use 0.5% instead. Computed on grouped roles. If the best plan lays off "
            "nobody, these do not either.",
        ),
    ]  # fmt: skip


@TEXT.block("limits/turns")
def would_change(result: Result) -> list[Block]:
    """What would change the answer."""
    return [result.grid("tipping_points"), *bullets(_impossible(result))]


def _impossible(result: Result) -> list[str]:
    """Inputs with an end of their range at which no plan is possible."""
    table = result.in_dollars("tipping_points")
    rows = table[table[["positions_at_low", "positions_at_high"]].isna().any(axis=1)]
    return [f"{row['input']}: {row['sentence']}" for _, row in rows.iterrows()]


NOT_SAID = (
    "What AI can do in a job is not the chance of losing it. The plan scores roles, not people.",
    "It follows from assumptions, many of them judgements. It is no forecast.",
    "Cheapest is not the same as right, fair or lawful.",
    "Positions may end because AI does the work or to free money. Which motive holds is not known.",
    "Quality that nobody notices, and what people who leave take with them, are not counted.",
)
"""What a plan does not say."""
_SAME = 0.5
"""Sources that differ by less than half a position agree [FTE]."""


@TEXT.block("assumptions/sources")
def over_sources(result: Result) -> list[Block]:
    """The same plan under each source of reach."""
    picture = [result.picture("range_over_sources")] if source_count(result) != 1 else []
    return [*picture, *bullets(without_plan(result, "sources", "source"))]


def standing(result: Result) -> tuple[str, ...]:
    """Where the source of the single figures stands among all, and that fast capability is as trend."""
    chosen = result.facts.get("scenario", {}).get("capability", {}).get("scenario")
    return (*_of_sources(result), *([FAST_IS_TREND] if chosen == FAST else []))


def _of_sources(result: Result) -> tuple[str, ...]:
    """Where the source that the single figures come from stands among all sources of reach."""
    code = str(result.facts["headline_source"])
    start = f"Single figures use one source of AI's reach, “{source_words(code)}”"
    if not result.is_whole:
        return (f"{start}.",)
    table = result.in_dollars("sources").dropna(subset=["positions"])
    here = table.loc[table["source"] == code, "positions"]
    others = table.loc[table["source"] != code, "positions"]
    if here.empty:
        return ()
    if others.empty:
        return (f"{start}, the only one requested. Other sources give other figures.",)
    unit = result.kind.table("sources").column("positions").unit
    fewer, more = others[others < here.iloc[0] - _SAME], others[others > here.iloc[0] + _SAME]
    same = len(others) - len(fewer) - len(more)
    sides = [_side(fewer, "fewer positions", fewer.min(), unit), _side(more, "more", more.max(), unit)]
    sides += [f"{same} as many"] if same else []
    rest = f"Of the other {len(others)} published sources, {', '.join(sides[:-1])} and {sides[-1]}"
    if len(others) == 1:
        word = "fewer positions" if len(fewer) else "more positions" if len(more) else "as many positions"
        far = "" if same else f" ({say(others.iloc[0], unit, signed=True)})"
        rest = f"The one other source requested gives {word}{far}"
    return (f"{start} ({say(here.iloc[0], unit, signed=True)}). {rest}.",)


def _side(sources: pd.Series, word: str, end: float, unit: str) -> str:
    if sources.empty:
        return f"none gives {word}"
    verb = "gives" if len(sources) == 1 else "give"
    way = "down" if word.startswith("fewer") else "up"
    return f"{len(sources)} {verb} {word} ({way} to {say(end, unit, signed=True)})"
