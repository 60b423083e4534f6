"""The figures of a plan as if the mean of several outlooks were certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs


def mean_inputs(every: Sequence[Inputs], weights: Array) -> Inputs:
    """The figures of a plan as if the mean of all outlooks were certain.

    every : (outlook) of the same roles, systems and length
    weights : (outlook) adding up to 1
    """
    first = every[0]
    sets = [i.options.parameters for i in every]
    values = {name: [one.about(name).value for one in sets] for name in sets[0]}
    means = {name: float(weights @ each) for name, each in values.items() if len(set(each)) > 1}
    options = replace(first.options, parameters=sets[0].replace(**means))
    figures = _means([vars(i) for i in every], [field.name for field in fields(Inputs)], weights)
    prices = _means([vars(i.prices) for i in every], [field.name for field in fields(first.prices)], weights)
    whole: dict[str, Any] = {
        name: round(float(prices[name])) for name in ("lead_time", "life") if name in prices
    }
    good = np.tensordot(weights, np.stack([i.cells.good for i in every]), axes=1)
    return replace(
        first,
        **figures,
        options=options,
        prices=replace(first.prices, **(prices | whole)),
        cells=replace(first.cells, good=good),
    )


def _means(every: Sequence[dict[str, Any]], names: Sequence[str], weights: Array) -> dict[str, Any]:
    """The mean of each figure that differs between outlooks."""
    result: dict[str, Any] = {}
    for name in names:
        values = [one[name] for one in every]
        number = isinstance(values[0], int | float) and not isinstance(values[0], bool)
        array = isinstance(values[0], np.ndarray) and values[0].dtype.kind == "f"
        if (number and len(set(values)) > 1) or (
            array and any((value != values[0]).any() for value in values)
        ):
            result[name] = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return result
