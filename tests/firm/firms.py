"""Tiny firms for tests of the plan, their own plans, and plans that several tests look at, each solved once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

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

# One activity a kind of work: setting strategies, telling colleagues, processing, working with computers.
MANAGING, TELLING, PROCESSING, COMPUTING = "4.A.2.b.4", "4.A.4.a.2", "4.A.2.a.2", "4.A.3.b.1"
ACTIVITIES = (PROCESSING, MANAGING, COMPUTING, TELLING)
SOURCES = ("gpt4", "people-direct", "gpt4-direct")


# Every number of the model that a plan uses, so that a better default moves no test of a rule.
PINNED = {
    "hours_per_fte": 1800.0, "demand_growth": 0.016, "real_pay_growth": 0.006, "quits_per_month": 0.011,
    "slack_at_start": 0.0, "slack_kept": 0.0, "capture_augmented": 0.6, "capture_automated": 0.6, "review_hours": 0.27, "directing_hours": 0.05,
    "directing_by_existing": 0.1, "directing_role_from": 0.14, "redo_share": 1.0, "unfixed_error_cost": 3.0, "saving_code": 0.21, "saving_writing": 0.4,
    "saving_support": 0.13, "saving_analysis": 0.2, "saving_other": 0.1, "capability_ceiling": 0.9,
    "good_deliverable": 0.71, "good_project": 0.16, "bad_share_of_failures": 0.29, "capability_slope": 1.5,
    "doubling_days": 131.0, "plateau_quarter": 2.0, "reversal_quarter": 6.0, "tooling_difficulty": 1.0,
    "long_project_share_by_zone": 0.1, "adoption_ceiling": 0.8, "adoption_midpoint": 6.0, "adoption_width": 2.0, "assisted_today": 0.0, "work_elasticity": 0.0, "quits_by_occupation": 0.0,
    "smallest_system": 2.0, "system_cost": 0.0,
    "system_upkeep": 0.2, "change_cost": 0.15, "change_cost_steepness": 2.0, "severance_share": 0.32,
    "severance_per_exit": 0.0, "voluntary_pay": 0.45, "voluntary_take_up": 0.04,
    "contractor_rate": 1.0, "notice_days": 60.0, "notice_worked": 0.0, "severance_over_law": 0.0, "induced_quits": 0.026, "hire_cost": 4700.0,
    "ramp_up_months": 6.0, "move_ramp_up_share": 0.5, "directing_training_weeks": 8.0, "moves_per_quarter": 0.09,
    "rehire_pause": 4.0, "drop_price": 1.5, "drop_price_steep": 2.5, "drop_price_last": 5.0,
    "coordination_elasticity": 1.0, "tokens_per_automated_hour": 1.8, "tokens_per_augmented_hour": 1.2,
    "api_price": 1.35, "api_price_growth": 0.0, "software_per_automated_hour": 5.67, "software_per_augmented_hour": 3.78, "tokens_per_second": 10000.0,
    "utilisation": 0.2, "rent_price": 3.3, "rent_price_growth": 0.0, "gpu_capex": 82000.0, "gpu_life": 5.5,
    "gpu_power": 2.1, "power_price": 77.0, "gpu_upkeep": 0.04, "gpu_lead_time": 3.0, "discount_rate": 0.08,
    "terminal_years": 4.0,
}  # fmt: skip


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
    at = {"role": codes.to_numpy(), "activity": list(order)}

    def by_source(name: str) -> xr.DataArray:
        cells = np.array([getattr(role, name) for role in roles])[:, columns]
        return xr.DataArray(
            np.stack([cells, cells / 2, cells / 2]),
            coords={"source": list(SOURCES), **at},
            dims=("source", "role", "activity"),
        )

    content = xr.DataArray(
        np.array([role.content for role in roles])[:, columns], coords=at, dims=("role", "activity")
    )
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
    """Options with some parameters, levers, limits, promises or exits; the rest stands where PINNED or the levers put it."""
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

# Every kind of cost occurs: tokens are bought before rent is cheaper, GPUs are owned as far as power
# reaches, people are laid off, hired, moved, and some of the work is left undone.
EVERYTHING = make_options(
    6, dropping=True, exits=Exits(60.0, pro_rata=False), api_price=0.4, api_price_growth=1.0,
    gpu_lead_time=2.0, megawatts=0.003, demand_growth=0.08,
)  # fmt: skip

PLANS: dict[str, Options] = {
    "plain": make_options(8),
    "everything": EVERYTHING,
    "no quits": make_options(8, quits_per_month=0.0, **FAST),
    "tight budget": make_options(4, dropping=True, cash_per_year=75.0),
    "exits pro rata": make_options(6, dropping=True, exits=Exits(60.0)),
    "freeze, then positions cancelled": make_options(5, dropping=True, hiring_freeze_quarters=2, cancel_open=True),
    "half of coordination follows people": make_options(5, coordination_elasticity=0.5, slack_at_start=0.03),
    "offers to leave": make_options(8, quits_per_month=0.0, voluntary=True, **FAST),
    "promises": make_options(
        8, quits_per_month=0.0, voluntary=True, no_layoffs=2, max_exits_per_month=8.0, retrain_before_exit=0.5,
        keep_share=0.85, protect=("15-1252",), minimum_cover=(("43-9061", 300.0),), span_at_most=14.0, **FAST,
    ),
    "systems at a cost": make_options(6, smallest_system=0.0, system_cost=200_000.0, **FAST),
    "review misses some": make_options(6, redo_share=0.8, **FAST),
    "GPUs for products": make_options(
        6, dropping=True, cash_per_year=88.0, products=Products(12.0, 1.0), gpu_lead_time=2.0
    ),
    "people from outside": make_options(6),
    "review is shared": make_options(5, review_by="qualified", **FAST),
    "random firm 1": make_options(
        5, quits_per_month=0.002, directing_hours=0.15, capability="reversal", reversal_quarter=3.0, **FAST
    ),
}


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
