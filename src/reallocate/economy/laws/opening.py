"""E3: jobs that are opened in a step."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
def openings(employed: float, gap: float, random_rate: float, adjustment: float) -> float:
    """Vacancies opened in an occupation in a step [persons].

    employed : at the start of the step [persons]
    gap : jobs above what is demanded [persons]
    random_rate : δ_v, opened anyway [share of the employed/step]
    adjustment : γ_v, of a shortage, closed in a step by openings [share/step]
    δ_v·e + (1 − δ_v)·min(e, γ_v·max(0, −Δ))
    Off (γ_v = 0), a growing occupation stays short of people and unemployment is higher.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    directed = min(employed, adjustment * max(0.0, -gap))
    return random_rate * employed + (1.0 - random_rate) * directed
