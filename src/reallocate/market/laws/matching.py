"""Laws of search and matching: who applies, applications to each opening (E4), hires (E5)."""

from __future__ import annotations

from reallocate.market.laws.compiled import exponential, inlined


@inlined
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


@inlined
def applications_per_opening(searchers: float, reachable: float) -> float:
    """Applications that one opening reached with weight 1 receives from an occupation [persons].

    searchers : people of the occupation who apply in the step [persons]
    reachable : Σ_k v_k·A_ik, openings within reach, weighted by the network [persons]
    q_ij = v_j·A_ij / Σ_k v_k·A_ik, so that applications to j are s_ij = v_j·A_ij·(searchers / reachable);
    who reaches no opening does not apply.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return searchers / reachable if reachable > 0.0 else 0.0


@inlined
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


@inlined
def hires(applications: float, probability: float) -> float:
    """Hires into an occupation in a step (E5) [persons/step].

    applications : s, sent to its openings in the step [persons]
    probability : p, that one is successful
    h = s·p
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return applications * probability
