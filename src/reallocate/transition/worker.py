"""One worker who looks for ways out: the job, the age, and what she or he brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.transition.requirements import Requirements

LAST_WORKING_AGE = 67
"""Full retirement age of those born since 1960 (Social Security Act, 42 U.S.C. 416(l))."""


@dataclass(frozen=True)
class Worker:
    """One worker; what is not given is as usual for the occupation.

    occupation : SOC 2018 code
    age : [years]; shortens the horizon where retirement comes first
    skills : O*NET elements, skills or fields of knowledge, held at any level that is asked
    """

    occupation: str
    age: float | None = None
    skills: tuple[str, ...] = ()

    def years(self, horizon: int) -> int:
        """How many years are looked at, at least one.

        horizon : [years] at most
        """
        if self.age is None:
            return horizon
        return int(max(1, min(horizon, LAST_WORKING_AGE - np.floor(self.age))))

    def levels(self, needs: Requirements) -> Array:
        """Levels of skills and knowledge: the occupation's, the highest where more is held; (element) [0–7].

        needs : of all occupations
        """
        held = needs.elements.isin(list(self.skills))
        usual = needs.level[needs.occupations.get_loc(self.occupation)]
        return np.where(held, needs.level.max(axis=0), usual)
