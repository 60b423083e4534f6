"""Laws of flows, E1 to E8: gaps, separations, openings, search, matching, retention, shock."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError, Problem
from reallocate.market.laws.compiled import compiled, exponential
from reallocate.market.laws.people import Tenure
from reallocate.market.state.market import STEPS_PER_MONTH, WEEKS


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


@compiled
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


@compiled
def applications_per_opening(searchers: float, reachable: float) -> float:
    """Applications that one opening reached with weight 1 receives from an occupation [persons].

    searchers : people of the occupation who apply in the step [persons]
    reachable : Σ_k v_k·A_ik, openings within reach, weighted by the network [persons]
    q_ij = v_j·A_ij / Σ_k v_k·A_ik, so that applications to j are s_ij = v_j·A_ij·(searchers / reachable);
    who reaches no opening does not apply.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return searchers / reachable if reachable > 0.0 else 0.0


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


MOBILITY = 0.19
"""Share of people who change their occupation in a year, CPS, as the published calibration takes it."""
CHANGING = 0.06
"""Share of the labour force that looks for a job, the average of unemployment 2000 to 2018."""


def retention(step_weeks: float) -> float:
    """The weight r of one's own occupation in the network [share].

    step_weeks : length of a step [weeks]
    r = ((1 − m)^Δt + c − 1)/c with m = 0.19 a year, c = 0.06, Δt = weeks/52: if c of the people change
    jobs in a step, so many must stay for m of all to change occupation in a year.
    Raises `InputError` where the step is so long that r would be negative.
    Source: del Rio-Chanona et al. 2021, supplement, section on calibration, DOI 10.1098/rsif.2020.0898.
    """
    weight: float = ((1.0 - MOBILITY) ** (step_weeks / WEEKS) + CHANGING - 1.0) / CHANGING
    if not 0.0 <= weight <= 1.0:
        raise InputError(
            Problem(
                f"a step of {step_weeks:g} weeks is too long for the mobility of {MOBILITY:.0%} a year",
                "[time] step_weeks",
                why=f"The share that stays in its occupation would be {weight:.3f}, below 0.",
                remedy="Take steps of at most 15 weeks; the published calibration has 6.75.",
            )
        )
    return weight


REACHED = 0.9999
"""Share of the shock that has happened at its end."""


def demand_after(demand: Array, automated: Array) -> Array:
    """Jobs demanded once the shock is over; (occupation) [persons].

    demand : (occupation) d_0, before it [persons]
    automated : (occupation) p, share of the hours that falls away
    L·h_f/Σh_f with h_f = h_0·(1 − p): hours are shared out again, so that the sum does not change by
    construction. It says who loses and who gains, and nothing about how many jobs there are.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    left = demand * (1.0 - automated)
    after: Array = left * (demand.sum() / left.sum())
    return after


def progress(steps: int, start: float, length: float) -> Array:
    """Share of the shock that has happened; (step) [share], 0 before it starts.

    steps : how many; step t counts from 0
    start : step at which it starts
    length : from start to 0.9999 of it [steps]
    1/(1 + e^(−k·(t − t_0))), t_0 = start + length/2, k = −ln(1/0.9999 − 1)/(length/2)
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    half = length / 2.0
    steepness = -np.log(1.0 / REACHED - 1.0) / half
    time = np.arange(steps, dtype=float)
    share: Array = 1.0 / (1.0 + np.exp(-steepness * (time - (start + half))))
    return np.where(time < start, 0.0, share)


def cycle(steps: int, amplitude: float, period: float) -> Array:
    """All demand as a share of its average over the business cycle; (step) [ratio].

    steps : how many; step t counts from 0
    amplitude : [share of demand]
    period : [steps]
    1 + amplitude·sin(2π·t/period)
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898 (amplitude 0.065).
    """
    time = np.arange(steps, dtype=float)
    return 1.0 + amplitude * np.sin(2.0 * np.pi * time / period)


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


@compiled
def exits(people: float, rate: float) -> float:
    """People who leave the labour force in a step [persons].

    people : with or without a job, at the start of the step [persons]
    rate : x, labour-force exits [share/step]
    x·people
    Off (x = 0), nobody retires, so that fewer jobs fall vacant and total separations are lower.
    Source: BLS Employment Projections 2024-34, table 1.10, labour-force exit rates by occupation.
    """
    return rate * people


@compiled
def entries(outside: float, rate: float) -> float:
    """People who come into the labour force, to look for a job [persons].

    outside : last worked in the occupation, or will begin with it, at the start of the step [persons]
    rate : ν, such that entries equal exits at the start [share/step]
    ν·outside
    Off (ν = 0) with exits on, the labour force shrinks.
    Source: stationarity: ν·n = x·(e + u) at the start, n from the participation rate, BLS CPS.
    """
    return rate * outside












def filled_cells(released: Array, national: Array) -> tuple[Array, Array]:
    """Employment by occupation and area, with what was not released filled and all brought to the nation's.

    released : (occupation, area) [persons]; missing where not released
    national : (occupation) [persons]
    Returns (occupation, area) [persons], each occupation adding up to the nation's, and (area) the part of
    its employment that was filled [share].
    What the nation has beyond the areas that are known is spread over the others by their size, at most the
    nation's share of the occupation in each; then each occupation is scaled to the nation's. Size is that of
    known cells.
    Source: proportional fitting of one margin; Deming, Stephan 1940, Annals of Mathematical Statistics
    11:427, DOI 10.1214/aoms/1177731829.
    """
    known = np.nan_to_num(released)
    size = known.sum(axis=0)
    unknown = np.isnan(released)
    left = np.maximum(national - known.sum(axis=1), 0.0)
    usual = unknown * (size / size.sum())[None, :] * national[:, None]
    whole = usual.sum(axis=1)
    part = np.minimum(1.0, np.divide(left, whole, out=np.zeros_like(left), where=whole > 0))
    people = known + usual * part[:, None]
    nothing = people.sum(axis=1) <= 0
    people[nothing] = size[None, :] / size.sum()
    people *= (national / people.sum(axis=1))[:, None]
    guessed = people * unknown
    guessed[nothing] = people[nothing]
    return people, guessed.sum(axis=0) / people.sum(axis=0)


def jobs_by_area(people: Array, ratio: Array) -> Array:
    """Jobs wanted in every area; (occupation, area) [persons].

    people : (occupation, area) jobs in normal times [persons]
    ratio : (occupation) the nation's jobs wanted [ratio to normal times]
    d_og = d⁰_og·r_o: an occupation's jobs change everywhere alike, so that areas differ by their occupations.
    People apply within their area alone (E4 with one market an area).
    Off (one national market), unemployment is lower, since jobs anywhere are in reach.
    Source: that displaced people hardly move: Autor, Dorn, Hanson 2013, American Economic Review 103:2121,
    DOI 10.1257/aer.103.6.2121.
    """
    return people * ratio[:, None]




