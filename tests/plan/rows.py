"""A programme's rows, bounds and objective as sorted lines that a person can read and a test compare."""

from __future__ import annotations

import itertools
import re

import linopy
import numpy as np
import xarray as xr

DIGITS = 12
NUMBER = re.compile(r"^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|inf)$")


def constraint_lines(model: linopy.Model) -> list[str]:
    """One line a row: `rule[labels]: coefficients variables, sense, right-hand side`."""
    names = _column_names(model)
    lines = []
    for name, constraint in sorted(model.constraints.items()):
        data = constraint.data
        term = next(dim for dim in data["coeffs"].dims if dim not in data["labels"].dims)
        dims = data["labels"].dims
        coeffs, labels = (data[part].transpose(*dims, term).values for part in ("coeffs", "vars"))
        senses, right = (np.broadcast_to(data[part].values, data["labels"].shape) for part in ("sign", "rhs"))
        for place, label in zip(np.ndindex(*data["labels"].shape), _labels(data["labels"]), strict=True):
            left = _sum(coeffs[place], labels[place], names)
            lines.append(f"{name}{label}: {left} {senses[place]} {_number(right[place])}")
    return lines


def bound_lines(model: linopy.Model) -> list[str]:
    """One line a variable: its bounds and unit labels."""
    lines = []
    for name, variable in model.variables.items():
        low, high = (
            np.broadcast_to(part.transpose(*variable.dims).values, variable.shape)
            for part in (variable.lower, variable.upper)
        )
        for place, label in zip(np.ndindex(*variable.shape), _labels(variable.labels), strict=True):
            lines.append(f"{_number(low[place])} <= {name}{label} <= {_number(high[place])}")
    return lines


def objective_lines(expression: linopy.LinearExpression, model: linopy.Model) -> list[str]:
    """One line a variable with its coefficient in the objective."""
    text = _sum(expression.coeffs.values.ravel(), expression.vars.values.ravel(), _column_names(model))
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


def _column_names(model: linopy.Model) -> dict[int, str]:
    return {
        int(number): name + label
        for name, variable in model.variables.items()
        for number, label in zip(variable.labels.values.ravel(), _labels(variable.labels), strict=True)
    }


def _labels(labels: xr.DataArray) -> list[str]:
    axes = [labels.coords[dim].values for dim in labels.dims]
    return ["[" + ",".join(map(str, place)) + "]" if place else "" for place in itertools.product(*axes)]


def _sum(coeffs: np.ndarray, labels: np.ndarray, names: dict[int, str]) -> str:
    terms: dict[str, float] = {}
    for factor, label in zip(coeffs, labels, strict=True):
        if label >= 0 and factor != 0:
            terms[names[int(label)]] = terms.get(names[int(label)], 0.0) + float(factor)
    return " ".join(f"{factor:+.{DIGITS}g} {name}" for name, factor in sorted(terms.items()) if factor) or "0"


def _number(value: float) -> str:
    return f"{float(value) + 0.0:.{DIGITS}g}"
