"""Every rule of the programme, its costs, bounds and objective, row by row on a firm of three roles.

Read what changed in tests/golden/plan before it is committed: the files are the programme.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    EVERY_MOVE,
    FAMILY,
    MANAGERS,
    Role,
    example_limits,
    inputs_of,
    make_options,
)
from tests.golden_pages import Goldens

from reallocate.firm.model import costs, variables
from reallocate.firm.model import demand as work_demand
from reallocate.firm.model.costs import objective
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import objective_of
from reallocate.firm.model.options import Exits, Options, Products
from reallocate.firm.model.programme import _RULES, build
from reallocate.firm.model.variables import Variables, declare
from reallocate.lp.model import Model

DIGITS = 9


def constraint_lines(model: Model) -> list[str]:
    """One line a row: `rule[labels]: coefficients variables, sense, right-hand side`."""
    names = _column_names(model)
    lines = []
    for name, rule in sorted(model.constraints.items()):
        entries, shape = rule.entries, (len(rule.right), model.nvars)
        matrix = csr_array((entries.coef, (entries.row, entries.column)), shape=shape)
        for row, label in enumerate(_labels(rule.axes)):
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            left = _sum(matrix.data[part], matrix.indices[part], names)
            lines.append(f"{name}{label}: {left} {rule.sign} {_number(rule.right[row])}")
    return lines


def bound_lines(model: Model) -> list[str]:
    """One line a variable: its bounds and unit labels."""
    lines = []
    for name, variable in model.variables.items():
        ends = (variable.lower.values.ravel(), variable.upper.values.ravel())
        for low, high, label in zip(*ends, _labels(variable.axes), strict=True):
            lines.append(f"{_number(low)} <= {name}{label} <= {_number(high)}")
    return lines


def objective_lines(costs: np.ndarray, model: Model) -> list[str]:
    """One line a variable with its coefficient in the objective."""
    text = _sum(costs, np.arange(len(costs)), _column_names(model))
    return re.sub(r" ([+-]\d)", r"\n\1", text).split("\n")


def _column_names(model: Model) -> dict[int, str]:
    return {
        int(number): name + label
        for name, variable in model.variables.items()
        for number, label in zip(variable.labels.values.ravel(), _labels(variable.axes), strict=True)
    }


def _labels(axes: Sequence[pd.Index]) -> list[str]:
    return ["[" + ",".join(map(str, place)) + "]" if place else "" for place in itertools.product(*axes)]


def _sum(coeffs: np.ndarray, labels: np.ndarray, names: dict[int, str]) -> str:
    terms: dict[str, float] = {}
    for factor, label in zip(coeffs, labels, strict=True):
        if label >= 0 and factor != 0:
            terms[names[int(label)]] = terms.get(names[int(label)], 0.0) + float(factor)
    return " ".join(f"{factor:+.{DIGITS}g} {name}" for name, factor in sorted(terms.items()) if factor) or "0"


def _number(value: float) -> str:
    return f"{float(value) + 0.0:.{DIGITS}g}"


Rule = Callable[[Model, Variables, Inputs], None]

# The last two are served by the same systems.
THREE = (replace(CLERKS, open_positions=6.0), DEVELOPERS, replace(MANAGERS, family="15-0000"))
PLAIN = {"quarters": 2, "gpu_lead_time": 1.0, "dropping": True}
DEFAULT = {"as it stands": make_options(**PLAIN)}

LIMITED = {"every limit at the example of its key": make_options(**{**example_limits(), **PLAIN})}

# Settings under which a rule shows; one that is not listed is shown under the defaults, or with every limit.
ANSWERS = {"own work answers to its cost": make_options(**PLAIN, work_elasticity=0.5)}
TODAY = {"AI is in use today": make_options(**PLAIN, assisted_today=0.03)}
SHOWN: dict[str, dict[str, Options]] = {
    "work_responds": ANSWERS,
    "work_is_done_or_dropped": {**DEFAULT, **ANSWERS},
    "adoption_takes_time": {**DEFAULT, **TODAY, **ANSWERS},
    "movers_are_free": {
        **DEFAULT,
        "AI is in use today and people are idle": make_options(**PLAIN, assisted_today=0.03, slack_at_start=0.05),
    },
    "coordination_follows_people": {
        "all of it follows headcount": make_options(**PLAIN),
        "half of it": make_options(**PLAIN, coordination_elasticity=0.5),
        "none of it": make_options(**PLAIN, coordination_elasticity=0.0),
    },
    "reach_limits_modes": {
        "coordination follows headcount": make_options(**PLAIN),
        "coordination follows the work": make_options(**PLAIN, coordination_elasticity=0.0),
        "AI as today": make_options(**PLAIN, ai=False, assisted_today=0.03),
        **ANSWERS,
    },
    "people_have_hours": {
        "as it stands": make_options(**PLAIN),
        "review is shared among the qualified": make_options(**PLAIN, review_by="qualified"),
        "slack kept, people lent": make_options(**PLAIN, slack_kept=0.1, directing_lent=2.0),
    },
    "review_is_done": {"by those of the family who are qualified": make_options(**PLAIN, review_by="qualified")},
    "unfixed_errors_are_few": {
        "at most half a percent, review finds nine in ten": make_options(
            **PLAIN, unfixed_share_at_most=0.005, redo_share=0.9
        ),
    },
    "system_activation": {
        "each costs something": make_options(**PLAIN, system_cost=50_000.0),
        "and own work answers to its cost": make_options(**PLAIN, system_cost=50_000.0, work_elasticity=0.5),
    },
    "contractors_only_end": {"from 20 clerks": make_options(**PLAIN)},
    "open_positions_are_cancelled": {"cancelled": make_options(**PLAIN, cancel_open=True)},
    "exits_are_made": {
        "pro rata": make_options(**PLAIN, exits=Exits(7.0)),
        "where the plan wants": make_options(**PLAIN, exits=Exits(7.0, pro_rata=False)),
        "within two quarters": make_options(**PLAIN, exits=Exits(7.0, pro_rata=False, quarters=2, size=None)),
        "and the positions stay closed": make_options(**PLAIN, exits=Exits(7.0, alone=True)),
    },
    "headcount_balance": {
        "as it stands": make_options(**PLAIN),
        "with an offer to leave": make_options(**PLAIN, voluntary=True),
        "clerks quit twice as often as managers": make_options(**PLAIN, quits_by_occupation=1.0),
    },
    "refilling_waits": {
        "where nothing is decided": make_options(**PLAIN, rehire_pause=1.0),
        "after exits where the plan wants": make_options(**PLAIN, exits=Exits(7.0, pro_rata=False, kept=1)),
    },
    "size_is_kept": {
        "of the firm": make_options(**PLAIN, exits=Exits(7.0)),
        "of each occupation, for a quarter": make_options(**PLAIN, exits=Exits(7.0, size="occupations", kept=1)),
        "by quits": make_options(**PLAIN, exits=Exits(7.0, by_quits=True)),
    },
    "offers_are_taken": {"to 4% of a role": make_options(**PLAIN, voluntary=True)},
    "nobody_is_laid_off_before": {"for one quarter": make_options(**PLAIN, no_layoffs=1)},
    "some_are_protected": {
        "a role and a family": make_options(**PLAIN, protect=(CLERKS.code, "15-0000")),
    },
    "enough_are_spared": {"of a site in shared roles": make_options(**PLAIN, protect=("site=Hamburg",))},
    "positions_are_kept": {
        "nine tenths, and some in a family": make_options(
            **PLAIN, keep_share=0.9, keep_positions=(("15-0000", 320.0), (CLERKS.code, 390.0))
        ),
    },
    "exits_are_spread": {
        "layoffs": make_options(**PLAIN, max_exits_per_month=5.0),
        "and voluntary exits": make_options(**PLAIN, max_exits_per_month=5.0, voluntary=True),
    },
    "people_are_retrained_first": {
        "one for two": make_options(**PLAIN, retrain_before_exit=0.5),
        "no positions that direct AI": make_options(**PLAIN, retrain_before_exit=0.5, directing_hires=False),
    },
    "roles_are_covered": {
        "clerks, and a family": make_options(**PLAIN, minimum_cover=((CLERKS.code, 380.0), ("15-0000", 300.0))),
    },
    "managers_are_enough": {"fourteen to one": make_options(**PLAIN, span_at_most=14.0)},
    "token_balance": {
        "a lead time of one quarter": make_options(**PLAIN),
        "no lead time": make_options(**{**PLAIN, "gpu_lead_time": 0.0}),
        "a life of one quarter": make_options(**{**PLAIN, "gpu_lead_time": 0.0, "gpu_life": 0.25}),
        "a lead time longer than the plan": make_options(**{**PLAIN, "gpu_lead_time": 3.0}),
    },
    "gpus_for_products": {"twelve million a year": make_options(**PLAIN, products=Products(12.0, 1.0))},
    "power_is_limited": {
        "a megawatt": make_options(**PLAIN, megawatts=1.0),
        "with GPUs for products": make_options(**PLAIN, megawatts=1.0, products=Products(12.0, 1.0)),
    },
    "cash_is_limited": {"over five quarters": make_options(**{**PLAIN, "quarters": 5}, cash_per_year=80.0)},
}
# Rules that show only where people from outside work [FTE].
OUTSIDE = {"contractors_only_end": 20.0, "coordination_follows_people": 20.0}
# Rules that show only where a promise to a place protects people of shared roles [FTE].
PROTECTED = {"enough_are_spared": (10.0, 0.0, 900.0, 0.0)}

# Settings in which further costs occur.
COSTS: dict[str, dict[str, Any]] = {
    "with an offer to leave": {"voluntary": True},
    "systems cost something": {"system_cost": 50_000.0},
    "review finds nine in ten errors": {"redo_share": 0.9},
    "GPUs are wanted for products": {"products": Products(12.0, 1.0)},
    "twenty clerks are from outside": {"contractors": 20.0},
    "own work answers to its cost": {"work_elasticity": 0.5},
}
BOUNDS = {
    "as it stands": make_options(**PLAIN),
    "coordination follows the work": make_options(**PLAIN, coordination_elasticity=0.0),
    "no AI": make_options(**PLAIN, ai=False),
    "AI as today": make_options(**PLAIN, ai=False, assisted_today=0.03),
    **ANSWERS,
    "no layoffs, moves, directing hires, dropping": make_options(
        quarters=2, layoffs=False, redeployment=False, directing_hires=False
    ),
    "hiring freeze, one route": make_options(**PLAIN, hiring_freeze_quarters=1, api=False, own=False),
    "exits pro rata": make_options(**PLAIN, exits=Exits(7.0), rehire_pause=1.0, layoffs=False),
    "exits where the plan wants": make_options(**PLAIN, exits=Exits(7.0, pro_rata=False), layoffs=False),
    "exits, closed": make_options(**PLAIN, exits=Exits(7.0, alone=True)),
    "an offer to leave": make_options(**PLAIN, voluntary=True),
    "systems cost something": make_options(**PLAIN, system_cost=50_000.0),
    "GPUs are wanted for products": make_options(**PLAIN, products=Products(12.0, 1.0)),
    "review is shared": make_options(**PLAIN, review_by="qualified"),
}


FEW = {"CHEAPER": (1.0, 0.9, 0.6, 0.25), "DEARER": (1.0, 1.1, 1.5)}


@pytest.fixture(autouse=True)
def few_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three bands each way instead of dozens, so that a reader can follow them."""
    for name, costs_of_work in FEW.items():
        monkeypatch.setattr(variables, name, costs_of_work)
    monkeypatch.setattr(work_demand, "_WORTH_UP", work_demand.band_worth(FEW["CHEAPER"]))
    worth = np.append(work_demand.band_worth(FEW["DEARER"]), FEW["DEARER"][-1])
    monkeypatch.setattr(work_demand, "_WORTH_DOWN", worth)


# Share of people a year who leave the occupations of clerks, developers and managers.
LEAVING = (0.12, 0.08, 0.06)


def figures(options: Options, contractors: float = 0.0, three: Sequence[Role] = THREE) -> Inputs:
    """Three roles; the baseline that some rules are told against is written down, not solved for."""
    roles = [replace(role, leaving=share) for role, share in zip(three, LEAVING, strict=True)]
    roles[0] = replace(roles[0], contractors=contractors)
    inputs = inputs_of(options, roles, EVERY_MOVE)
    shape = (len(inputs.roles), len(inputs.periods))
    hires = np.outer([14.0, 3.0, 10.0, 0.0], np.ones(shape[1]))
    headcount = np.outer(inputs.headcount, 1.004 ** np.arange(1, shape[1] + 1))
    return replace(inputs, baseline_headcount=headcount, baseline_hires=hires)


def rule_lines(rule: Rule) -> list[str]:
    if rule.__name__ not in SHOWN:
        return _under(rule, DEFAULT) if any(map(_is_row, _under(rule, DEFAULT))) else _under(rule, LIMITED)
    return _under(rule, SHOWN[rule.__name__])


def _under(rule: Rule, settings: dict[str, Options]) -> list[str]:
    lines = []
    for title, options in settings.items():
        three = FAMILY if rule.__name__ == "review_is_done" else THREE
        model, inputs = Model(), figures(options, OUTSIDE.get(rule.__name__, 0.0), three)
        inputs = replace(inputs, protected=np.array(PROTECTED.get(rule.__name__, np.zeros(4))))
        rule(model, declare(model, inputs), inputs)
        lines += [f"# {title}", *constraint_lines(model)]
    return lines


def _is_row(line: str) -> bool:
    return not line.startswith("#")


def variable_lines() -> list[str]:
    """The first section whole, of the others what differs from it."""
    lines: list[str] = []
    first: set[str] = set()
    for title, options in BOUNDS.items():
        model = Model()
        declare(model, figures(options))
        shown = bound_lines(model)
        lines += [f"# {title}", *(line for line in shown if line not in first)]
        first = first or set(shown)
    return lines


def cell_lines() -> list[str]:
    """What the numbers of cells, targets, systems and pairs in the other goldens stand for."""
    inputs = figures(make_options(**PLAIN))
    cells = inputs.cells
    table = cells.table.drop(columns=["trial", "long"])
    return [
        "# cell: family serves part coordination saving hours difficulty automatable saving system; good by quarter",
        *_table_lines("cell", table, cells.good),
        "# system: family activity hours",
        *_table_lines("system", cells.systems),
        "# share of a cell that is a role's",
        *(
            f"{inputs.roles[role]} of cell {cell}: {share:.{DIGITS}g}"
            for role, cell, share in zip(cells.entry_role, cells.entry_cell, cells.entry_share, strict=True)
        ),
        "# pair: origin target weeks, USD, weeks, cost",
        *_table_lines("pair", inputs.move_table.drop(columns="basis")),
    ]


def _table_lines(name: str, table: pd.DataFrame, more: np.ndarray | None = None) -> list[str]:
    rows = table.itertuples(index=False)
    after = np.empty((len(table), 0)) if more is None else more
    return [
        f"{name} {number}: " + " ".join(f"{v:.{DIGITS}g}" if isinstance(v, float) else str(v) for v in (*row, *tail))
        for number, (row, tail) in enumerate(zip(rows, after.tolist(), strict=True))
    ]


def cost_lines() -> list[str]:
    lines = _cost_rows()
    for title, given in COSTS.items():
        lines += [f"# {title}", *(line for line in _cost_rows(**given) if line not in lines)]
    return lines


def _cost_rows(**given: Any) -> list[str]:
    outside = given.pop("contractors", 0.0)
    model, inputs = Model(), figures(make_options(**{**PLAIN, "real_pay_growth": 0.02, **given}), outside)
    costs.costs_add_up(model, declare(model, inputs), inputs)
    return constraint_lines(model)


def goal_lines() -> list[str]:
    model, inputs = Model(), figures(make_options(**PLAIN))
    variables = declare(model, inputs)
    return objective_lines(objective_of(model, objective(variables, inputs)), model)


WRITERS: dict[str, Callable[[], list[str]]] = {
    **{rule.__name__: (lambda rule=rule: rule_lines(rule)) for rule in _RULES},
    "cells": cell_lines,
    "costs_add_up": cost_lines,
    "objective": goal_lines,
    "variables": variable_lines,
}


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "tests" / "golden" / "plan"


@pytest.mark.parametrize("name", WRITERS)
def test_the_programme_is_as_written_down(name: str, golden: Goldens) -> None:
    lines = WRITERS[name]()
    golden(f"plan/{name}", "\n".join(lines))
    sections = [at for at, line in enumerate(lines) if line.startswith("#")]
    assert name == "variables" or all(any(":" in line for line in lines[at + 1 :]) for at in sections), "one is empty"


def test_every_rule_and_every_row_of_a_whole_programme_is_in_some_golden(folder: Path) -> None:
    assert {file.stem for file in folder.glob("*.txt")} == {rule.__name__ for rule in _RULES} | {
        "cells", "costs_add_up", "objective", "variables"
    }  # fmt: skip
    options = make_options(**PLAIN, cancel_open=True, megawatts=1.0, cash_per_year=80.0, exits=Exits(7.0, alone=True))
    names = set(build(figures(options)).model.constraints)
    written = {
        line.partition(":")[0].partition("[")[0]
        for file in folder.glob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    assert len(names) > 20
    assert names <= written
