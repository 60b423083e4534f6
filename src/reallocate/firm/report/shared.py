"""A copy for sharing of a plan or a cut: figures of the exact result that tell nothing of single people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.data.bundle import shipped_world
from reallocate.data.national import country_facts
from reallocate.firm.council.page import families
from reallocate.firm.cut.sheet_tables import groups
from reallocate.firm.cut.sheet_text import a_person, million
from reallocate.firm.cut.tables import NAME, cut_figures_of_plan, cut_steps_of_plan
from reallocate.firm.plan.people import places
from reallocate.firm.plan.roles import PERIOD, SOLVED_AGAIN
from reallocate.firm.request.firm import named_industries
from reallocate.firm.request.saved import SCENARIO, checked_scenario
from reallocate.kernel.blocks import Block, Brief, Grid, Part, Plot, Prose, Section
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.table import Table, of_unit, table
from reallocate.kernel.text import LEAD, NOTE
from reallocate.render.provenance import how_to_repeat
from reallocate.render.result import FOR_SHARING, MONEY, Kind, Result
from reallocate.roster.disclosure import groups_together, money_figures, to_figures

_COMMAND = "reallocate share RESULT"
"""Of every copy: a folder's name may say what nobody else should know."""
_FACTS = (MONEY, "version", "seed", "start", "periods")
_FIGURES = "money_figures"
"""The fact that says to how many significant figures amounts are rounded."""
_COUNTS = ("exits", "size", "quarters_to_size", "positions", "layoffs", "hires", "quits")
_PLANS = ("nothing", "free", "freeze", "cut")
_AMOUNTS = {"cost": "USD million", "cash": "USD million", "haste_per_exit": "USD/exit"}
"""Figures of money: what laying off costs more in all, in cash, and for each person."""
_STEPS = ("ai", "size")

_LEFT_OUT = (
    "Money is rounded to {} significant figure{}, and only these amounts are shown: every further one would "
    "tell more of what single people are paid. Groups of fewer than ten people stand together."
)


@table(
    "paths", "Positions by quarter", PERIOD,
    of_unit("FTE", positions_cut="Layoffs now", positions_freeze="Hiring freeze"),
    source=SOLVED_AGAIN,
)  # fmt: skip
def _paths(result: Result) -> pd.DataFrame:
    """Positions at the end of each quarter; without rows where no cut is compared."""
    name = next((one for one in ("cut_paths", "quarters") if result.has(one)), "")
    wanted = ["period", "positions_cut", "positions_freeze"]
    return result.in_dollars(name)[wanted] if name else pd.DataFrame(columns=wanted)


_TABLES: tuple[Table[Any], ...] = (cut_figures_of_plan, cut_steps_of_plan, _paths, groups, families, places)
_SIZES = {groups.name: ("group", "today"), families.name: ("title", "begin")}
"""Table of groups of people -> columns with their names, and with their people today."""


def _answer(result: Result) -> list[str]:
    """The answer in sentences, of the figures that the copy shows; [] where no cut is compared."""
    if not result.has(NAME):
        return []
    rows = result.in_dollars(NAME).set_index("figure")
    cost = result.in_dollars("cut_steps").set_index("step")["cost"]
    exits, size, takes = rows["cut"]["exits"], rows["cut"]["size"], rows["freeze"]["quarters_to_size"]
    extra, cash, each = (rows["haste"][name] for name in ("cost", "cash", "haste_per_exit"))
    figures = int(result.facts[_FIGURES])
    saved, given_back = (million(cost[name], figures) for name in _STEPS)
    freeze = (
        f"A hiring freeze gets to {size:,.0f} jobs within {takes:,.0f} quarters."
        if takes == takes else f"A hiring freeze does not get to {size:,.0f} jobs within the plan."
    )  # fmt: skip
    more, in_cash = ("more" if one >= 0 else "less" for one in (extra, cash))
    return [
        f"{freeze} Laying off {exits:,.0f} people now costs {million(extra, figures)} {more}, "
        f"{a_person(each, figures)} for each of them. In cash alone it costs {million(cash, figures)} "
        f"{in_cash}.",
        f"AI saves {saved} with nobody laid off. Shrinking to {size:,.0f} jobs gives back {given_back} of "
        "that.",
    ]


def _who(result: Result) -> list[Block]:
    """What becomes of today's jobs, by group of occupations and by place."""
    return [result.grid(one.name) for one in (groups, families, places) if result.has(one.name)]


def _rounded(result: Result) -> Prose:
    figures = int(result.facts[_FIGURES])
    return Prose((_LEFT_OUT.format(figures, "s" * (figures != 1)),), NOTE)


def _page(result: Result) -> Sequence[Section]:
    cut = [result.grid(one.name) for one in _TABLES[:2] if result.has(one.name)]
    return [
        Section("headline", "The answer", [Prose(tuple(_answer(result)), LEAD), _rounded(result)]),
        Section("plans", "The four plans side by side", cut),
        Section("people", "Who is affected", _who(result)),
        Section("quarters", "Positions by quarter", [result.grid(_paths.name)]),
        how_to_repeat(result.facts),
    ]


def _card(result: Result) -> list[Block]:
    return [Prose(tuple(_answer(result)), LEAD), result.grid(NAME), *_who(result)[:1], _rounded(result)]


def _brief(result: Result) -> Brief:
    """Two slides: the answer, and who is affected."""
    lines, plot, who = _answer(result), None, _who(result)
    if result.has(_paths.name):
        paths = result.in_dollars(_paths.name)
        series = {name: tuple(paths[f"positions_{name}"]) for name in ("cut", "freeze")}
        title = "Positions at the end of each quarter [FTE]"
        plot = Plot(title, "line", tuple(map(str, paths["period"])), series)
    grid = next((one for one in who if isinstance(one, Grid)), None)
    finding = lines[0] if lines else "No cut is compared."
    return Brief(
        (
            Part("answer", "Cut or wait?", finding, SOLVED_AGAIN, lines=tuple(lines[1:]), plot=plot),
            Part("who", "Who is affected?", "Jobs by group of occupations.", SOLVED_AGAIN, grid=grid),
        )
    )


SHARED = Kind(
    "copy", "a copy for sharing", "reallocate share … --out", _TABLES, (), _page, _card, lead=(),
    brief=_brief,
)  # fmt: skip


def shared_copy(exact: Result) -> Result:
    """The copy for sharing of an exact plan or cut, with the sheets of a cut that has them.

    Every figure is that of the exact result: people whole, and amounts as finely as the firm's size allows.
    Raises `InputError` where the firm has too few people.
    """
    tables = {one.name: exact.in_dollars(one.name) for one in _TABLES if exact.has(one.name)}
    tables[_paths.name] = _paths(exact)
    name, size = next((of, _SIZES[of][1]) for of in _SIZES if of in tables)
    people = float(tables[name][size].sum())
    figures = money_figures(people)
    if not figures:
        what, remedy = "the firm is too small for a copy for sharing", "Keep the result to yourself."
        raise InputError(Problem(what, exact.title, remedy, "Every amount would tell what people are paid."))
    for of, (column, today) in _SIZES.items():
        if of in tables:
            tables[of] = groups_together(tables[of], column, today)
    if places.name in tables:
        tables[places.name] = _places_together(tables[places.name])
    if NAME in tables:
        tables |= {NAME: _shown_figures(tables[NAME], figures)}
        steps = tables["cut_steps"].loc[lambda rows: rows["step"].isin(_STEPS), ["step", "cost"]]
        tables["cut_steps"] = steps.assign(cost=[to_figures(one, figures) for one in steps["cost"]])
    whole = {of: rows.round(0) for of, rows in tables.items() if of not in (NAME, "cut_steps")}
    facts = {**_facts(exact, people), _FIGURES: figures}
    return Result(SHARED, facts, {**tables, **whole}, {}, exact.status, exact.sheets())


def _places_together(rows: pd.DataFrame) -> pd.DataFrame:
    """Departments, sites and countries, small ones of each together."""
    apart = [
        groups_together(of, "name", "headcount").assign(dimension=one)
        for one, of in rows.groupby("dimension", sort=False)
    ]
    return pd.concat(apart, ignore_index=True)[list(rows.columns)]


def _shown_figures(rows: pd.DataFrame, figures: int) -> pd.DataFrame:
    """The figures of the four plans that tell nothing of single people: counts, and three amounts."""
    made = rows[rows["figure"].isin([*_COUNTS, *_AMOUNTS])].copy()
    money = made["figure"].isin(_AMOUNTS)
    made.loc[money, list(_PLANS)] = float("nan")
    made.loc[~money, [*_PLANS, "haste"]] = made.loc[~money, [*_PLANS, "haste"]].round()
    made.loc[money, "haste"] = [to_figures(one, figures) for one in made.loc[money, "haste"]]
    return made.reset_index(drop=True)


def _facts(exact: Result, people: float) -> dict[str, Any]:
    """When, where and by what a copy was made; never of which file.

    people : [FTE] of the firm
    """
    scenario = checked_scenario(exact.facts[SCENARIO], exact.title)
    slug = re.sub(r"[^a-z0-9]+", "-", Path(scenario.roster).stem.casefold()).strip("-")[:60]
    known = named_industries(shipped_world(scenario.country), scenario) if scenario.industries else []
    own = scenario.title or ("" if scenario.name == slug else exact.title)
    names = ", ".join(name for _, name in known) or "The firm"
    hashes = {name: one for name, one in exact.facts["hashes"].items() if name in ("bundle", "libraries")}
    return {
        **{name: exact.facts[name] for name in _FACTS if name in exact.facts},
        **country_facts(scenario.country),
        "name": "firm",
        "title": own or f"{names} with {people:,.0f} FTE",
        "privacy": FOR_SHARING,
        "command": _COMMAND,
        "hashes": hashes,
    }
