"""Which of several plans of the same least cost is taken: the same one, however the solver came there."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Sum, Term, by
from reallocate.plan.linear_program import PRIMAL
from reallocate.plan.program import Program
from reallocate.plan.solver import FINISH_LIMIT, Solution, Solver

CODE, NO_CODE = 1e4, 100.0
"""A code's six digits become a number below 100; positions that direct AI have none and come last."""
LARGEST = 2**32


def second_choice(solver: Solver, program: Program) -> Solution:
    """Among plans of equal cost: fewest layoffs, least change, the order of codes, then fixed weights.

    solver, program : just solved for least cost
    Change counts thousand hours newly worked with AI, moves and hires alike. The fixed weights mean nothing;
    they settle what is still alike, such as two systems of the same worth, and do not depend on the order of
    roles or on what else there is.
    """
    v, i = program.variables, program.inputs
    stages: tuple[Sum, ...] = (
        [Term(1, v.layoffs)],
        [Term(1, v.pace), Term(1, v.moves), Term(1, v.to_directing), Term(1, v.hires)],
        [Term(by("role", _code_numbers(i)), v.headcount), Term(1e-3, v.automated)],
        _weighed(program),
    )
    solution = None
    for terms in stages:
        solver.fix_optimal_face()
        solver.set_objective(terms)
        solution = solver.minimise(PRIMAL, limit=FINISH_LIMIT)
    assert solution is not None
    return solution


def _weighed(program: Program) -> Sum:
    """Everything that may still be alike, each with a weight of its own."""
    v, i = program.variables, program.inputs
    table, pairs = i.cells.reach.cells, i.move_table
    cells = fixed_weights(table["family"] + table["serves"] + table["part"])
    roles = fixed_weights(i.roles)
    quarters = by("period", fixed_weights(range(len(i.periods))))
    of_roles = by("role", roles) * quarters
    moves = fixed_weights(pairs["origin"].astype(str) + ">" + pairs["target"].astype(str))
    people = (v.to_directing, v.hires, v.layoffs, v.directing, v.voluntary, v.contractors, v.review)
    compute = (v.api, v.rented, v.ordered)
    return [
        Term(by("cell", cells) * quarters, v.with_ai),
        Term(by("target", cells[i.cells.targets]) * quarters, v.automated),
        Term(by("pair", moves) * quarters, v.moves),
        Term(by("band", [1.0, 2.0, 3.0]) * of_roles, v.dropped),
        *(Term(of_roles, one) for one in people if one is not None),
        *(Term(weight * quarters, one) for weight, one in zip((1.0, 2.0, 3.0), compute, strict=True)),
    ]


def fixed_weights(names: Iterable[object]) -> Array:
    """A number from 1 to 2 for each name, the same wherever the name comes.

    names : any, told apart by their text
    """
    return np.array([1.0 + crc32(str(name).encode()) / LARGEST for name in names], dtype=float)


def _code_numbers(i: Inputs) -> Array:
    """The occupation's code as a number, such as 15.1252, whatever other roles there are; (role)."""
    digits = ["".join(sign for sign in str(code) if sign.isdigit()) for code in i.occupation]
    return np.array([float(number) / CODE if number else NO_CODE for number in digits])
