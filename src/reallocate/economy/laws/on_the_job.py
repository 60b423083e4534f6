"""Job-to-job moves: people with a job apply beside those without."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
def seekers(unemployed: float, employed: float, effort: float, on_the_job: float) -> float:
    """People of an occupation who apply for a job in a step [persons].

    unemployed : at the start of the step [persons]
    employed : at the start, less who left or lost a job in the step [persons]
    effort : a, of the unemployed, who apply in the step [share/step]; 1 in the published laws
    on_the_job : λ, how likely an employed person applies, beside an unemployed one [ratio]; 0 is off
    a·(u + λ·e); all compete for the same openings. Who is hired with a job quits the old one.
    Off (λ = 0), nobody quits for another job, fewer people are hired, and openings wait longer.
    Source: form as in the authors' later code of del Rio-Chanona et al. 2021, DOI
    10.1098/rsif.2020.0898; level fitted to quits and hires, BLS JOLTS 2001 to 2019.
    """
    return effort * (unemployed + on_the_job * employed)
