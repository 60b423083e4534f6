"""E1: how far an occupation's jobs are from what is demanded."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
def gap(employed: float, vacancies: float, demanded: float) -> float:
    """Jobs, filled or open, above what is demanded [persons]; negative where too few.

    employed, vacancies : of an occupation at the start of a step [persons]
    demanded : jobs wanted during the step [persons]
    Δ = e + v − d
    Source: del Rio-Chanona, Mealy, Beguerisse-Díaz, Lafond, Farmer 2021, J. R. Soc. Interface
    18:20200898, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return employed + vacancies - demanded
