"""Haste of one insurer with and without the law of its country: docs/haste-by-law.md, from a record.

`python -m scripts.pages.haste_by_law [CODE ...]` solves the plans and writes the record, of named countries
alone where some are; a country whose tables do not ship has no row.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scripts.pages.parts import tight
from scripts.pages.record import record_text

from reallocate.data.bundle import shipped_world
from reallocate.data.country import country, country_money
from reallocate.firm.cut.model import Compared, compare
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import mean_notice
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import ExitsSection
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.errors import DataError, InputError
from reallocate.kernel.number import to_figures
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR

RECORD = Path(__file__).with_name("haste_by_law.toml")
COUNTRIES = ("US", "GB", "DE", "IE", "PL")
STAFF, SHARE = 5_000.0, 0.10
INDUSTRIES = ("524100", "65", "K")
"""Insurance carriers; insurance; finance and insurance, where no finer industry is known."""
WEEKS = 52.0
STEPS = {
    "none": "no notice, no severance, no consultation",
    "notice": "and notice",
    "severance": "and severance",
    "all": "and consultation first",
}
NOTHING: Mapping[str, float] = {"notice_days": 0.0, "severance_share": 0.0, "severance_per_exit": 0.0,
                                "severance_over_law": 0.0}  # fmt: skip


def parts() -> dict[str, str]:
    """Haste by step and country, what makes it, and the law behind it."""
    found = tomllib.loads(RECORD.read_text(encoding="utf-8"))
    missing = [country(code).name for code in COUNTRIES if code not in found]
    absent = f"\n\nWithout a row, since no tables ship: {', '.join(missing)}." if missing else ""
    haste = _haste(found) + absent
    return {"answer": _answer(found), "haste": haste, "parts": _parts(found), "law": _law(found)}


def _answer(found: Mapping[str, Any]) -> str:
    """What each step adds, from the least to the most of any country."""

    def span(values: Iterable[float]) -> str:
        every = sorted(values)
        return f"{every[0]:.1f} to {every[-1]:.1f}".replace("-", "−")

    def added(step: str, before: str) -> str:
        return span(one[step]["weeks"] - one[before]["weeks"] for one in found.values())

    return (
        f"Without any law a person costs {span(one['none']['weeks'] for one in found.values())} weeks of pay "
        f"more to lay off than to wait for. Notice adds {added('notice', 'none')} weeks, severance "
        f"{added('severance', 'notice')} and waiting for the consultation {added('all', 'severance')}."
    )


def _haste(found: Mapping[str, Any]) -> str:
    heads = ("", "industry", *STEPS.values(), "the same, a person", "law, of haste")
    rows = []
    for code, one in found.items():
        weeks = [f"{one[step]['weeks']:.1f}" for step in STEPS]
        share = 1 - one["none"]["haste"] / one["all"]["haste"]
        amount = to_figures(one["all"]["haste"] / country_money(code).dollars, 3)
        a_person = f"{country(code).currency} {amount:,.0f}"
        rows.append([country(code).name, one["industry"], *weeks, a_person, f"{share:.0%}"])
    return tight(heads, rows)


def _parts(found: Mapping[str, Any]) -> str:
    names = tuple(next(iter(found.values()))["all"]["parts"])
    heads = ("", *(name.replace("_", " ") for name in names))
    rows = [
        [country(code).name, *(f"{one['all']['parts'][name]:+.1f}" for name in names)]
        for code, one in found.items()
    ]
    return tight(heads, rows)


def _law(found: Mapping[str, Any]) -> str:
    heads = ("", "notice, days on average", "severance, weeks of loaded pay", "consulted", "first layoffs")
    rows = []
    for code, one in found.items():
        figures = [f"{one['notice_days']:.0f}", f"{one['severance_weeks']:.1f}"]
        rows.append([country(code).name, *figures, one["who"], one["first"]])
    return tight(heads, rows)


def record(code: str) -> dict[str, Any] | None:
    """Haste of a country's insurer by step; none where its tables do not ship."""
    try:
        world = shipped_world(code)
    except (DataError, InputError, FileNotFoundError):
        return None
    known = world.table("industries").set_index("industry")["title"]
    industry = next(one for one in INDUSTRIES if one in known.index)
    firm = scenario_from_flags([industry], STAFF)
    scenario: Scenario = firm.model_copy(update={"exits": ExitsSection(share=SHARE), "country": code})
    problem = prepare(world, scenario)
    setting = problem.setting
    i = setting.inputs(replace(setting.options, exits=None))
    cost = float(np.average(i.loaded_cost, weights=i.headcount)) * QUARTERS_A_YEAR * MILLION
    start = problem.exit_start
    asked = None if start is None else start.asked
    found = {
        "industry": f"{known[industry]}",
        "notice_days": mean_notice(i),
        "severance_weeks": float(np.average(i.severance, weights=i.headcount)) * MILLION / cost * WEEKS,
        "who": "nobody" if asked is None else asked.who,
        "first": problem.scenario.periods[setting.options.exits_from],
    }
    for step in STEPS:
        print(f"{code}: {step}", file=sys.stderr)
        found[step] = _figures(compare(_with(problem, step), lambda _: None), cost)
    return found


def _with(problem: PlanProblem, step: str) -> Setting:
    """The plan's setting with as much of the law as a step has."""
    setting, options = problem.setting, problem.setting.options
    if step == "all":
        return setting
    left_out = {
        "none": NOTHING,
        "notice": {name: 0.0 for name in NOTHING if name != "notice_days"},
        "severance": {},
    }[step]
    exits = options.exits
    assert exits is not None
    parameters = options.parameters.replace(**left_out)
    at_once = replace(options, exits_from=0, exits=replace(exits, quarter=0), parameters=parameters)
    return replace(setting, options=at_once)


def _figures(both: Compared, cost: float) -> dict[str, Any]:
    """Haste [USD a person, weeks of loaded pay] and its parts [weeks]."""
    week = cost / WEEKS
    per_exit = MILLION / both.exits.count
    parts = {name: each * per_exit / week for name, each in both.haste_by_kind.items()}
    return {"haste": both.haste_per_exit, "weeks": both.haste_per_exit / week, "parts": parts}


def main() -> None:
    """Solve the countries' plans and write the record."""
    for one in sys.argv[1:] or COUNTRIES:
        kept = tomllib.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}
        every = {**kept, one: record(one)}
        found = {code: every[code] for code in COUNTRIES if every.get(code) is not None}
        RECORD.write_text(record_text(found), encoding="utf-8")


if __name__ == "__main__":
    main()
