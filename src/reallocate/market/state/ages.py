"""Ages of people in the labour force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array


@dataclass(frozen=True, eq=False)
class Ages:
    """Ages of people in the labour force.

    names : of the groups
    share : (group) of people [share]; adds up to 1
    years : (group) how many years of age each holds; infinite for the last [years]
    """

    names: tuple[str, ...]
    share: Array
    years: Array

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> Ages:
        """As the parameters say.

        parameters : employed_16_to_21, employed_22_to_25, employed_55_and_over
        """
        young, next_, old = (
            parameters[name] for name in ("employed_16_to_21", "employed_22_to_25", "employed_55_and_over")
        )
        share = np.array([young, next_, 1.0 - young - next_ - old, old])
        return cls(("16–21", "22–25", "26–54", "55+"), share, np.array([6.0, 4.0, 29.0, np.inf]))
