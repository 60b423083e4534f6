"""Tiny firms for tests of the plan, their own plans, and plans that several tests look at, each solved once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import DIRECTING_ROLE, Inputs, make_inputs
from reallocate.firm.model.options import Exits, Levers, Limits, Options, Products, Promises
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import LEVERS, Program
from reallocate.firm.model.solve import Solved, baseline, solve
from reallocate.firm.model.start import Start
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.faults import section_at
from reallocate.kernel.parameters import Parameters
from reallocate.work.firm import Firm, Moves
from reallocate.work.hours import activities
from reallocate.work.world import ReachBySource, reach_of

# One activity a kind of work: setting strategies, telling colleagues, processing, working with computers.
MANAGING, TELLING, PROCESSING, COMPUTING = "4.A.2.b.4", "4.A.4.a.2", "4.A.2.a.2", "4.A.3.b.1"
ACTIVITIES = (PROCESSING, MANAGING, COMPUTING, TELLING)
SOURCES = ("gpt4", "people-direct", "gpt4-direct")


KEPT = tomllib.loads(Path(__file__).with_name("tiny.toml").read_text(encoding="utf-8"))
PINNED: dict[str, float] = KEPT["pinned"]
"""Every number of the model that a plan uses, so that a better default moves no test of a rule."""


@dataclass(frozen=True)
class Role:
    """One role; the tuples are in the order of ACTIVITIES."""

    code: str
    headcount: float
    pay: float
    zone: float
    content: tuple[float, float, float, float]
    augmentable: tuple[float, float, float, float]
    automatable: tuple[float, float, float, float]
    open_positions: float = 0.0
    family: str = ""
    contractors: float = 0.0
    level: str = ""
    leaving: float = 0.1


CLERKS = Role("43-9061", 400.0, 60_000.0, 2.0, (0.8, 0.0, 0.1, 0.1), (0.9, 0.0, 0.5, 0.5), (0.8, 0.0, 0.2, 0.1))
DEVELOPERS = Role(
    "15-1252", 300.0, 180_000.0, 4.0, (0.2, 0.1, 0.6, 0.1), (0.8, 0.2, 0.9, 0.4), (0.7, 0.0, 0.5, 0.1)
)
MANAGERS = Role(
    "11-3021", 50.0, 250_000.0, 4.0, (0.1, 0.5, 0.1, 0.3), (0.5, 0.2, 0.5, 0.5), (0.4, 0.0, 0.2, 0.1), 4.0
)
ROLES = (CLERKS, DEVELOPERS, MANAGERS)
FAMILY = tuple(replace(role, family="15-0000") for role in (replace(CLERKS, pay=90_000.0), DEVELOPERS, MANAGERS))
"""Three roles of one family: people of the higher zones may check the work of the clerks, and do."""


def make_firm(roles: Sequence[Role] = ROLES, order: Sequence[str] = ACTIVITIES) -> Firm:
    """A firm of these roles, in this order of roles and of activities."""
    codes = pd.Index([role.code for role in roles], name="role")
    table = pd.DataFrame(
        {
            "title": [f"role {role.code}" for role in roles],
            "occupation": codes,
            "family": [role.family or role.code[:2] + "-0000" for role in roles],
            "headcount": [role.headcount for role in roles],
            "open_positions": [role.open_positions for role in roles],
            "loaded_cost": [role.pay for role in roles],
            "location": "",
            "level": [role.level for role in roles],
            "contractors": [role.contractors for role in roles],
            "job_zone": [role.zone for role in roles],
            "leaving": [role.leaving for role in roles],
        },
        index=codes,
    )
    columns = [ACTIVITIES.index(activity) for activity in order]
    activities = pd.Index(order, name="activity")

    def by_source(name: str) -> ReachBySource:
        cells = np.array([getattr(role, name) for role in roles])[:, columns]
        return reach_of(np.stack([cells, cells / 2, cells / 2]), SOURCES, codes, activities)

    content = pd.DataFrame(np.array([role.content for role in roles])[:, columns], codes, activities)
    return Firm(table, content, by_source("augmentable"), by_source("automatable"), 0.0)


def known_activities() -> pd.DataFrame:
    """What the shipped table says of the four activities, the coordination set as a World has it."""
    table = activities().loc[list(ACTIVITIES)]
    return table.assign(coordination=table["coordination"].eq("narrow"))


def make_moves(*pairs: tuple[str, str], weeks: float = 4.0, cost: float = 3_000.0, ramp_up: float = 10.0) -> Moves:
    """Feasible moves, all alike."""
    rows = [(origin, target, weeks, cost, ramp_up, "tiny") for origin, target in pairs]
    columns = ["origin", "target", "training_weeks", "training_cost", "ramp_up_weeks", "basis"]
    return Moves(pd.DataFrame(rows, columns=columns))


EVERY_MOVE = (
    (CLERKS.code, DEVELOPERS.code),
    (DEVELOPERS.code, CLERKS.code),
    (DEVELOPERS.code, MANAGERS.code),
)


def make_options(quarters: int = 4, source: str = "gpt4", **given: Any) -> Options:
    """Options with some parameters, levers, limits, promises or exits, as Python or a kept file of settings has them; the
    rest stands where PINNED or the levers put it."""
    for name, value in given.items():
        if isinstance(value, list):
            given[name] = tuple(tuple(one) if isinstance(one, list) else one for one in value)
    for name, kind in (("exits", Exits), ("products", Products)):
        if isinstance(given.get(name), dict):
            given[name] = kind(**given[name])
    levers = {name: given.pop(name) for name in list(given) if name in Levers.__dataclass_fields__}
    limits = {name: given.pop(name) for name in list(given) if name in Limits.__dataclass_fields__}
    promises = {name: given.pop(name) for name in list(given) if name in Promises.__dataclass_fields__}
    exits: Exits | None = given.pop("exits", None)
    products: Products | None = given.pop("products", None)
    more = {name: given.pop(name) for name in ("review_by", "directing_levels") if name in given}
    capability = given.pop("capability", "trend")
    return Options(
        Parameters({**PINNED, **given}),
        quarters=quarters,
        reach_source=source,
        capability=capability,
        levers=Levers(**{"dropping": False, **levers}),
        exits=exits,
        limits=Limits(**limits),
        promises=Promises(**promises),
        products=products,
        **more,
    )


def example_limits() -> dict[str, Any]:
    """Every limit that a scenario sets as one number, at the example of its key."""
    result = {}
    for lever in LEVERS:
        section = section_at((lever.section,), Scenario) if lever.section and lever.limit else None
        if section is not None and lever.key is None and not lever.by_name:
            extra = section.model_fields[lever.field].json_schema_extra
            result[lever.field] = extra.get("example") if isinstance(extra, dict) else None
    return {field: value for field, value in result.items() if value is not None}


def inputs_of(
    options: Options, roles: Sequence[Role] = ROLES, moves: Sequence[tuple[str, str]] = EVERY_MOVE
) -> Inputs:
    """The figures of one plan of a tiny firm."""
    codes = {role.code for role in roles}
    possible = [pair for pair in moves if set(pair) <= codes]
    return make_inputs(make_firm(roles), make_moves(*possible), known_activities(), options)


def setting_with(
    options: Options, roles: Sequence[Role] = ROLES, moves: Sequence[tuple[str, str]] = EVERY_MOVE
) -> Setting:
    """A tiny firm with all that its plans are made of."""
    return Setting(make_firm(roles), make_moves(*moves), known_activities(), options)


def with_baseline(inputs: Inputs) -> Inputs:
    """The same figures, told against their baseline."""
    base = baseline(inputs)
    return replace(inputs, baseline_headcount=base.headcount, baseline_hires=base.hires)


def solved(options: Options, roles: Sequence[Role] = ROLES, moves: Sequence[tuple[str, str]] = EVERY_MOVE) -> Solved:
    """The best plan of a tiny firm, with its programme."""
    return solve(inputs_of(options, roles, moves))


def plan(options: Options, roles: Sequence[Role] = ROLES, moves: Sequence[tuple[str, str]] = EVERY_MOVE) -> Outcome:
    """The best plan of a tiny firm."""
    return solved(options, roles, moves).outcome


COLUMNS = ("role", "period", "hires", "exits", "offers", "headcount", "moves", "to")


def setting_of(quarters: int = 4, **given: Any) -> Setting:
    """The firm of three roles with every move."""
    return setting_with(make_options(quarters, **given))


def rows_of(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Decisions by hand; what a row does not say is left open."""
    blank = dict.fromkeys(("hires", "exits", "offers", "headcount", "moves"), np.nan) | {"to": ""}
    return pd.DataFrame([{**blank, **row} for row in rows], columns=list(COLUMNS))


def decisions(plan: Outcome) -> pd.DataFrame:
    """Every decision about people of a solved plan."""
    i, rows = plan.inputs, []
    for (place, period), hires in np.ndenumerate(plan.hires):
        role = i.roles[place]
        here = {"role": role, "period": period}
        rows.append({**here, "hires": hires, "exits": plan.layoffs[place, period]})
        rows[-1]["offers"] = plan.voluntary[place, period]
        moved = {
            str(i.move_table["target"].iloc[pair]): plan.moves[pair, period]
            for pair in np.flatnonzero(i.origins == place)
        } | {DIRECTING_ROLE: plan.to_directing[place, period]}
        some = {to: people for to, people in moved.items() if people > 0}
        rows += [{**here, "moves": people, "to": to} for to, people in some.items()]
        rows[-1] |= {} if some else {"moves": 0.0}
    return rows_of(*rows)


FAST = {"adoption_midpoint": 3.0, "adoption_width": 1.0}

PLANS: dict[str, Options] = {name: make_options(**given) for name, given in KEPT["plans"].items()}


@cache
def inputs(name: str) -> Inputs:
    """The figures of a named plan."""
    options = PLANS[name]
    if name.startswith("random firm"):
        roles = random_roles(int(name.split()[-1]))
        codes = [role.code for role in roles]
        return inputs_of(options, roles, [(a, b) for a in codes for b in codes if a != b])
    if name == "freeze, then positions cancelled":
        cancelled = [replace(role, open_positions=role.headcount / 50) for role in ROLES]
        return with_baseline(inputs_of(options, cancelled, EVERY_MOVE))
    if name == "people from outside":
        return inputs_of(options, [ROLES[0], replace(ROLES[1], contractors=15.0), ROLES[2]])
    return inputs_of(options, FAMILY if name == "review is shared" else ROLES)


@cache
def solution(name: str) -> Solved:
    """A named plan, still held by the solver."""
    return solve(inputs(name))


def solve_again(program: Program, start: Start | None = None, **weighed: float) -> Solved:
    """Solve with other numbers that are not in the programme but weighed around it."""
    assert set(weighed) <= {"induced_quits", "rehire_pause"}
    options = program.inputs.options
    parameters = options.parameters.replace(**weighed)
    return solve(replace(program.inputs, options=replace(options, parameters=parameters)), start)


def outcome(name: str) -> Outcome:
    """A named plan."""
    return solution(name).outcome


def random_roles(seed: int) -> list[Role]:
    """Four roles with drawn figures, in three families, so that two share their systems."""
    draw = np.random.default_rng(seed)
    codes = ("11-3021", "13-2011", "13-2051", "43-9061")
    return [
        Role(
            code,
            float(draw.integers(20, 400)),
            float(draw.integers(40, 300) * 1000),
            float(draw.integers(2, 6)),
            tuple(draw.dirichlet(np.ones(4)).tolist()),
            tuple(draw.uniform(0, 1, 4).tolist()),
            tuple(draw.uniform(0, 1, 4).tolist()),
        )
        for code in codes
    ]
