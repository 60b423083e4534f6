"""Laws of separations: jobs above what is demanded (E1), who is separated (E2), and by tenure."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.laws.compiled import inlined
from reallocate.market.laws.tenure import Tenure
from reallocate.market.state.market import STEPS_PER_MONTH


@inlined
def gap(employed: float, vacancies: float, demanded: float) -> float:
    """Jobs, filled or open, above what is demanded [persons]; negative where too few.

    employed, vacancies : of an occupation at the start of a step [persons]
    demanded : jobs wanted during the step [persons]
    Δ = e + v − d
    Source: del Rio-Chanona, Mealy, Beguerisse-Díaz, Lafond, Farmer 2021, J. R. Soc. Interface
    18:20200898, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return employed + vacancies - demanded


@inlined
def separations(employed: float, gap: float, random_rate: float, adjustment: float) -> float:
    """People separated from an occupation in a step [persons].

    employed : at the start of the step [persons]
    gap : jobs above what is demanded [persons]
    random_rate : δ_u, who would be separated anyway [share of the employed/step]
    adjustment : γ_u, of a surplus, closed in a step by separations [share/step]
    δ_u·e + (1 − δ_u)·min(e, γ_u·max(0, Δ))
    Off (γ_u = 0), employment falls short of demand more slowly and unemployment is lower after a shock.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    directed = min(employed, adjustment * max(0.0, gap))
    return random_rate * employed + (1.0 - random_rate) * directed


def separation_by_tenure(tenure: Array, law: Tenure) -> Array:
    """Chance to lose a job by its length, beside the average job; same axes as tenure [ratio].

    tenure : with the employer [years]
    law : how sure jobs are
    ρ∞ + (ρ₀ − ρ∞)·e^(−τ/s)
    Off (ρ₀ = ρ∞ = 1), people who had been settled lose no more than others after they find a job.
    Source: Farber 1999, Handbook of Labor Economics 3:2439, DOI 10.1016/S1573-4463(99)30024-5; that this
    prolongs losses: Jarosch 2023, Econometrica 91:903, DOI 10.3982/ECTA14008.
    """
    return law.when_settled + (law.when_new - law.when_settled) * np.exp(-tenure / law.settles)


def separation_in_a_month(separation: float, tenure: Array, law: Tenure) -> Array:
    """Chance to lose a job in a month, by its length; same axes as tenure [probability/month].

    separation : δ_u, of the average job [share/step]
    tenure : with the employer [years]
    law : how sure jobs are
    min(1, 2·δ_u·ρ(τ)), with two steps a month and ρ from `separation_by_tenure`
    """
    return np.minimum(1.0, separation * STEPS_PER_MONTH * separation_by_tenure(tenure, law))
