"""A programme's rows, bounds and objective as sorted lines that a person can read and a test compare."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from reallocate.lp.model import Model

DIGITS = 12
NUMBER = re.compile(r"^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|inf)$")


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


def differences(found: list[str], expected: list[str], relative: float = 1e-9) -> list[str]:
    """Lines that differ: in words at all, in numbers by more than a relative tolerance."""
    unlike = [
        f"found    {one}\nexpected {other}"
        for one, other in itertools.zip_longest(found, expected, fillvalue="(no such line)")
        if not _same(one.split(), other.split(), relative)
    ]
    return unlike


def _same(found: list[str], expected: list[str], relative: float) -> bool:
    return len(found) == len(expected) and all(
        abs(float(one) - float(other)) <= relative * max(abs(float(other)), 1e-12)
        if NUMBER.match(one) and NUMBER.match(other) and one != other
        else one == other
        for one, other in zip(found, expected, strict=True)
    )


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
