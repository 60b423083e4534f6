"""Laws of openings: for a shortage (E3) and for people who left."""

from __future__ import annotations

from reallocate.market.laws.compiled import inlined


@inlined
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


@inlined
def replacements(left: float, share: float) -> float:
    """Vacancies opened for people who left of their own accord in a step [persons].

    left : quits to another job and exits from the labour force in the step [persons]
    share : κ, of them replaced whatever the demand [share]; the rest is left to E3
    κ·left
    Off (κ = 0), openings and job-to-job moves are fewer and unemployment is higher, in good times and bad.
    Source: vacancy chains, Akerlof, Rose, Yellen 1988, Brookings Papers 1988(2):495, DOI
    10.2307/2534536; share fitted to BLS JOLTS 2001 to 2019.
    """
    return share * left
