"""The numbers a plan rests on: where each comes from, what it moves, which to replace first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.data.country import country
from reallocate.firm.alternatives.tipping_points import TippingPoint
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.words import amount, money
from reallocate.firm.plan.own_or_rent import token_route
from reallocate.firm.plan.parts import (
    bullets,
    headed,
    prose,
    source_words,
    text_of,
    without_sources,
)
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import PlanProblem
from reallocate.kernel.blocks import Block, Bullets, Facts, Prose, Section
from reallocate.kernel.grade import Grade
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import NOT_AVAILABLE, say, sentence
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Range
from reallocate.kernel.text import Text
from reallocate.render.result import Result

TEXT = Text()
"""What a plan rests on."""
_OWN, _YOURS = "own", "your scenario"
NOT_MOVED = "effect not tested here"
_FUNDING = {
    "pay_settings": ("pay per head compared in the funding arithmetic", "USD/FTE/year"),
    "severance_range": ("severance compared in the funding arithmetic", "USD/exit"),
    "capex_range": ("capital expenditure of the year", "USD/year"),
    "previous_capex": ("capital expenditure of the year before", "USD/year"),
    "gpu_hour": ("owner's cost of a GPU-hour in the funding arithmetic", "USD/GPU-hour"),
}


@dataclass(frozen=True, eq=False)
class MovedInputs:
    """Inputs that were moved over their ranges.

    base : positions of the baseline at the end [FTE]
    lives : the plan at each server life
    """

    parameters: Parameters
    points: Sequence[TippingPoint]
    base: float
    lives: Sequence[Outcome] = ()

    @property
    def swings(self) -> dict[str, float]:
        """(input) how far it moves the plan."""
        return {one.name: one.swing for one in self.points}


def firm_rows(problem: PlanProblem) -> list[dict[str, object]]:
    """Positions, pay and open positions that the firm starts with, each with its evidence."""
    scenario, firm = problem.scenario, problem.setting.firm
    own_roles = bool(scenario.roles or scenario.roster)

    def row(name: str, key: str, value: float, unit: str, otherwise: str) -> dict[str, object]:
        about, own = scenario.evidence.get(key), otherwise == _OWN
        return {
            **_figures(name, key, unit, value),
            "grade": about.grade.value if about else (_OWN if own_roles or own else "A"),
            "source": (about.source if about else "") or (_YOURS if own else otherwise),
            "vintage": scenario.start,
            "own": own,
        }

    pay = country(problem.world.country).sources.get("pay", "")
    pattern = f"{pay}; pay of the industries × loaded multiplier"
    if shown_money().is_home:
        pattern = "BLS OEWS May 2025, pay of the industries × loaded multiplier"
    return [
        row("positions filled at the start", "headcount", firm.headcount, "FTE", _OWN),
        row(
            "average loaded cost of a position",
            "pay_per_head",
            firm.payroll / firm.headcount,
            "USD/FTE/year",
            _OWN if scenario.pay_per_head or own_roles else pattern,
        ),
        row(
            "open positions at the start",
            "open_positions",
            float(firm.roles["open_positions"].sum()),
            "positions",
            _OWN if scenario.open_positions is not None or own_roles else "none given",
        ),
    ]


def what_it_moves(tested: MovedInputs) -> dict[str, str]:
    """What each assumption that was moved in this study does to the answer, in words, by its name.

    Over its range: positions at the end against the baseline and layoffs; server life by the
    route of compute and the present value.
    """
    base, effects = tested.base, {}
    for one in tested.points:
        unit = tested.parameters.about(one.name).unit
        ends = sorted((one.low_positions - base, one.high_positions - base))
        exits = sorted((one.low_layoffs, one.high_layoffs))
        effects[one.name] = (
            f"positions {ends[0]:+,.0f} to {ends[1]:+,.0f}, layoffs {exits[0]:,.0f} to {exits[1]:,.0f}"
        )
        if one.impossible_at:
            values = " and at ".join(amount(end, unit) for end in one.impossible_at)
            effects[one.name] = f"no plan is possible at {values}"
        if one.flips_at is not None:
            effects[one.name] += f"; layoffs begin or end at {amount(one.flips_at, unit)}"
    if tested.lives:
        routes = sorted({token_route(plan) for plan in tested.lives})
        costs = [plan.objective for plan in tested.lives]
        effects["gpu_life"] = (
            f"tokens by {' or '.join(routes)}; present value by {money(max(costs) - min(costs))}"
        )
    return effects


def funding_assumptions(scenario: Scenario) -> list[dict[str, object]]:
    """The scenario's own figures for the funding arithmetic, each with its evidence."""
    given = scenario.funding
    if given is None:
        return []
    rows: list[dict[str, object]] = []
    for key, (name, unit) in _FUNDING.items():
        if getattr(given, key) in (None, ()):
            continue
        about = given.evidence.get(key)
        rows.append(
            {
                **_figures(name, f"funding.{key}", unit, getattr(given, key)),
                "grade": (about.grade if about else Grade.OWN).value,
                "source": (about.source if about else "") or _YOURS,
                "vintage": scenario.start,
                "own": True,
            }
        )
    return rows


def _figures(name: str, key: str, unit: str, given: float | tuple[float, ...]) -> dict[str, object]:
    """What was given; several figures that stand side by side are a range, none of which is the value."""
    figures = np.atleast_1d(np.array(given, dtype=float))
    several = len(figures) > 1
    return {
        "name": name,
        "parameter": key,
        "value": np.nan if several else float(figures[0]),
        "unit": unit,
        "low": float(figures.min()) if several else np.nan,
        "high": float(figures.max()) if several else np.nan,
    }


def replace_first(tested: MovedInputs, count: int = 5) -> list[str]:
    """The assumptions to replace by own figures first: of those whose effect was tested, the strongest.

    A primary source and an own figure need no replacing.
    """
    p, swing = tested.parameters, tested.swings
    others = [name for name in swing if not p.about(name).is_own and p.about(name).grade is not Grade.A]
    return sorted(others, key=lambda name: -swing[name])[:count]


@TEXT.block("assumptions")
def every_assumption(result: Result) -> list[Block]:
    """Every assumption, and the grades of evidence."""
    table = result.in_dollars("assumptions")
    rows = table.assign(name=table["name"].astype(str).str.replace("_", " "))
    first: list[str] = []
    if result.is_whole:
        tipping = result.in_dollars("tipping_points")
        first = [_wanted(row) for _, row in tipping[tipping["grade"] != "own"].head(5).iterrows()]
    heading = "Replace these five first with figures of your own"
    blocks = headed(heading, Bullets(first)) if first and not text_of(result, "assumptions") else []
    blocks += [
        result.grid(
            "assumptions", "name", "value", Range("Range", "low", "high"), "grade",
            *(("moves",) if "moves" in table else ()),
            caption="Assumptions: your own figures, then judgements that move most",
            note=_IN_WORKBOOK, rows=rows.sort_values("own", ascending=False, kind="stable").head(_SHOWN),
        ),
        Prose((_GRADES_SHORT,), "note"),
    ]  # fmt: skip
    own = text_of(result, "caveats")
    return [*blocks, *(headed("About this firm's figures", Bullets(tuple(own))) if own else [])]


_SHOWN = 25
_IN_WORKBOOK = "The workbook has every assumption with unit, range, grade, source and vintage."


def _wanted(row: pd.Series) -> str:
    unit = str(row["unit"])
    now = f"{sentence(row['input'])}: {say(row['now'], unit)} here, grade {row['grade']}"
    turns = say(row["flips_at"], unit)
    return now if turns == NOT_AVAILABLE else f"{now}; layoffs begin or end at {turns}"


def repeat(result: Result) -> Section:
    """How to repeat it."""
    facts = result.facts
    pairs = (
        ("Scenario", str(facts["name"])),
        ("Version", f"reallocate {facts['version']}"),
        ("Seed", str(facts["seed"])),
        *((f"Hash of the {name}", str(value)) for name, value in sorted(facts["hashes"].items())),
        ("Cost of the plan, present value", say(facts["objective"], "USD million")),
        ("Command", str(facts["command"])),
    )
    return Section(
        "repeat", "How to repeat it", (*prose(result, "repeat"), Facts((*_rests_on(result), *pairs))),
        folded=True,
    )  # fmt: skip


def _rests_on(result: Result) -> tuple[tuple[str, str], ...]:
    facts = result.facts
    periods, source = facts["periods"], source_words(str(facts["headline_source"]))
    one = without_sources(result)
    return (
        ("Status", result.status.text),
        ("Length of the plan", f"{periods[0]} to {periods[-1]}, {len(periods)} quarters"),
        ("Industries of the firm", str(facts["industry_text"])),
        ("Source of AI's reach", source if one else f"{source}; also computed under the other sources"),
        ("Own pay figures", f"{say(facts['own_share'], 'share')} of payroll; the rest is public pay data"),
        ("Tasks taken from related jobs", f"{say(facts['filled_share'], 'share')} of headcount"),
    )


_GRADES_SHORT = (
    "Grades of evidence: A primary source, B press or second hand, C secondary source, X computed from "
    "these, J judgement of this project."
)
_MOST_INPUTS = 4
@TEXT.block("work/rests")
def rests_on(result: Result) -> list[Block]:
    """What the plan rests on."""
    blocks = [*_response(result), *_inputs_that_decide(result)]
    return blocks or [Prose(("No input was moved.",), "absent")]


@TEXT.block("work/rests", after="of_the_free_plan")
def grades_in_short(result: Result) -> list[Block]:
    """What the grades beside the inputs mean."""
    return [Prose((_GRADES_SHORT,), "note")] if result.has("tipping_points") else []


def _response(result: Result) -> list[Block]:
    """Captured time, and substitution beside scale; or that the amount of work is given."""
    if "scale_effect" in result.waiting:
        return []
    if not result.has("scale_effect"):
        return [Prose(("The amount of work is given: it does not grow where it costs less.",))]
    return prose(result, "response")


def _inputs_that_decide(result: Result) -> list[Block]:
    if not result.has("tipping_points"):
        return []
    tested = result.in_dollars("tipping_points")
    swing = (tested["positions_at_high"] - tested["positions_at_low"]).abs().fillna(np.inf)
    first = tested.loc[swing.sort_values(ascending=False, kind="stable").index].head(_MOST_INPUTS)
    items = [
        f"{sentence(row['input'])}: {say(row['now'], str(row['unit']))}{_grade(row['grade'])}"
        for _, row in first.iterrows()
    ]
    return bullets(items)


def _grade(grade: object) -> str:
    words = {"J": "a judgement, grade J", "own": "set in the scenario"}
    return f" ({words.get(str(grade), f'grade {grade}')})" if isinstance(grade, str) and grade else ""
