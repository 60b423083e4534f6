"""E5, the matching function: how likely an application leads to a job, and hires."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled
from reallocate.economy.kernels.exponential import exponential


@compiled
def hire_probability(vacancies: float, applications: float) -> float:
    """Matching function (E5): chance that one application to an occupation is successful [probability].

    vacancies : v, open at the start of the step [persons]
    applications : s, sent to them in the step [persons]
    p = θ·(1 − e^(−1/θ)), θ = v/s: applications fall on openings at random, and each opening with any
    takes one. With 1/N people it is the limit of (v/s)·(1 − (1 − 1/v)^s).
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    tightness = vacancies / applications if applications > 0.0 else 0.0
    return tightness * (1.0 - exponential(-1.0 / tightness)) if tightness > 0.0 else 0.0


@compiled
def hires(applications: float, probability: float) -> float:
    """Hires into an occupation in a step (E5) [persons/step].

    applications : s, sent to its openings in the step [persons]
    probability : p, that one is successful
    h = s·p
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return applications * probability
