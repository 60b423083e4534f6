"""Age: the young stand at the door, so that they carry cuts of hiring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.economy.compiled import compiled

Array = npt.NDArray[np.float64]


@compiled
def share_of_hires(seeking: float, all_seeking: float) -> float:
    """A group's share of the jobs that people of an occupation find in a step [share].

    seeking : applicants of the group [persons]
    all_seeking : applicants of the occupation [persons]
    seeking/all: an opening does not ask for age. Who comes new to the labour market has to be hired to have
    a job at all, so that fewer openings fall on them first; separations take from all ages alike.
    Off (all ages enter alike), the young lose no more than others.
    Source: that hiring, not separation, bears the change: Brynjolfsson, Chandar, Chen 2025, "Canaries in
    the Coal Mine?" (finding to compare with, not fitted).
    """
    return seeking / all_seeking if all_seeking > 0.0 else 0.0


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


def who_leaves_and_enters(ages: Ages, leaving: float) -> tuple[Array, Array]:
    """Who leaves the labour force and who comes, by age, so that its ages stay as they are.

    ages : of the labour force
    leaving : of all people, in a year [share/year]
    Returns (group) the weight in exits [ratio], and (group) newcomers [share].
    Nobody comes at the last age: as many leave there as grow into it. All other exits fall on younger
    people alike, and c_g = x_g·s_g + s_g/years_g − s_{g−1}/years_{g−1} come.
    Source: stationarity, with shares of BLS CPS and exits of BLS Employment Projections, table 1.10.
    """
    older = ages.share / ages.years
    into_last = min(float(older[-2]), leaving)
    rate = np.full(len(ages.share), (leaving - into_last) / float(ages.share[:-1].sum()))
    rate[-1] = into_last / ages.share[-1]
    come = rate * ages.share + older - np.concatenate([[0.0], older[:-1]])
    come = np.maximum(come, 0.0)
    return rate / leaving, come / come.sum()
