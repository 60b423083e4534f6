"""Openings that replace people who quit or retire."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
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
