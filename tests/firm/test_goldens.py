"""Every rule of the programme, its costs, bounds and objective, row by row on a firm of three roles.

Read what changed in tests/golden/plan before it is committed: the files are the programme.
"""

from __future__ import annotations

import itertools
import re
import tomllib
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
from reallocate.firm.model.options import Options
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


def asked(**given: Any) -> Options:
    """Plain options with what a row of shown.toml gives."""
    return make_options(**{**PLAIN, **given})


SETTINGS = tomllib.loads(Path(__file__).with_name("shown.toml").read_text(encoding="utf-8"))
SHOWN = {rule: {title: asked(**given) for title, given in rows.items()} for rule, rows in SETTINGS["rules"].items()}
DEFAULT = {"as it stands": asked()}
LIMITED = {"every limit at the example of its key": asked(**{**example_limits(), **PLAIN})}
# Rules that show only where people from outside work [FTE].
OUTSIDE = {"contractors_only_end": 20.0, "coordination_follows_people": 20.0}
# Rules that show only where a promise to a place protects people of shared roles [FTE].
PROTECTED = {"enough_are_spared": (10.0, 0.0, 900.0, 0.0)}

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
    for title, given in SETTINGS["bounds"].items():
        model = Model()
        declare(model, figures(asked(**given)))
        shown = bound_lines(model)
        lines += [f"# {title}", *(line for line in shown if line not in first)]
        first = first or set(shown)
    return lines


def cell_lines() -> list[str]:
    """What the numbers of cells, targets, systems and pairs in the other goldens stand for."""
    inputs = figures(asked())
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
    for title, given in SETTINGS["costs"].items():
        lines += [f"# {title}", *(line for line in _cost_rows(**given) if line not in lines)]
    return lines


def _cost_rows(**given: Any) -> list[str]:
    outside = given.pop("contractors", 0.0)
    model, inputs = Model(), figures(asked(real_pay_growth=0.02, **given), outside)
    costs.costs_add_up(model, declare(model, inputs), inputs)
    return constraint_lines(model)


def goal_lines() -> list[str]:
    model, inputs = Model(), figures(asked())
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
    options = asked(cancel_open=True, megawatts=1.0, cash_per_year=80.0, exits={"count": 7.0, "alone": True})
    names = set(build(figures(options)).model.constraints)
    written = {
        line.partition(":")[0].partition("[")[0]
        for file in folder.glob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    assert len(names) > 20
    assert names <= written
