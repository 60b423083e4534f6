"""Laws of tenure: what the length of a job does to its pay and to the chance to lose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.state.ages import Ages


@dataclass(frozen=True)
class Tenure:
    """What the length of a job does.

    premium : P, added to log pay in the end [log points]; 0 is off
    years : k, in which 63% of it is reached [years]
    when_new, when_settled : ρ₀ and ρ∞, chance to lose a job in its first days and after many years, beside
        the average job [ratio]; both 1 is off
    settles : years in which 63% of that fall has happened [years]
    """

    premium: float = 0.0
    years: float = 5.0
    when_new: float = 1.0
    when_settled: float = 1.0
    settles: float = 2.0

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> Tenure:
        """As the parameters say.

        parameters : tenure_premium, tenure_years, separation_when_new, separation_when_settled,
            separation_settles
        """
        return cls(
            parameters["tenure_premium"],
            parameters["tenure_years"],
            parameters["separation_when_new"],
            parameters["separation_when_settled"],
            parameters["separation_settles"],
        )


def tenure_pay(tenure: Array, law: Tenure) -> Array:
    """Pay by tenure, beside that of a new job; same axes as tenure [ratio].

    tenure : with the employer [years]
    law : how much it adds and how fast
    exp(P·(1 − e^(−τ/k)))
    Lost with the job, and earned again from nothing in the next.
    Off (P = 0), a displaced person loses less, and for a shorter time.
    Source: Topel 1991, Journal of Political Economy 99:145, DOI 10.1086/261744 (level and shape); Altonji,
    Shakotko 1987, Review of Economic Studies 54:437, DOI 10.2307/2297407 (a much flatter slope); Jacobson,
    LaLonde, Sullivan 1993, American Economic Review 83:685 (lost on displacement, slow to return).
    """
    return np.exp(law.premium * (1.0 - np.exp(-tenure / law.years)))


def tenure_by_age(ages: Ages, parameters: Mapping[str, float]) -> Array:
    """Tenure with the employer by age; (age) [years].

    ages : of the labour force
    parameters : tenure_before, tenure_at_16_to_21, tenure_at_22_to_25, tenure_at_26_to_54,
        tenure_at_55_and_over
    τ_g = τ·t_g/Σ_g s_g·t_g: the ages differ as in the survey, around the tenure of all whose loss is counted.
    Source: BLS, Employee Tenure, January 2016 (The Economics Daily, 2016).
    """
    names = ("16_to_21", "22_to_25", "26_to_54", "55_and_over")
    asked = np.array([parameters[f"tenure_at_{name}"] for name in names])
    return parameters["tenure_before"] * asked / float(ages.share @ asked)
