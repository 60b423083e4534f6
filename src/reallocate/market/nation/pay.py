"""Pay by exposure, its spread, gains of those who work with AI, and how exclusive a market is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.market.laws.tenure import Tenure, tenure_pay
from reallocate.market.laws.wages import shared_rent
from reallocate.market.nation.cohorts import Cohorts, DemandPath, follow_side_by_side
from reallocate.market.nation.rest import applications
from reallocate.market.nation.run import RunAssumptions
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Market, ratio
from reallocate.market.state.network import Network
from reallocate.work.panel import quintiles, weighted_quantiles

_QUINTILES = 5
_EVERY = tuple(range(1, _QUINTILES + 1))
LEAST_AND_MOST = (1, _QUINTILES)
"""Quintiles between which a gap is measured."""


def _quintile_cohorts(
    fifth: npt.NDArray[np.int64], quarters: int, followed: Sequence[int] = _EVERY
) -> Cohorts:
    """Fifths of exposure as groups that are followed, with the year in which somebody last lost a job.

    fifth : (occupation) before anything happens, 0 the least exposed
    quarters : how many will be followed
    followed : quintiles that are told apart, from 1
    Groups are fifth by year, year 0 for who has lost no job since the start, and one for all others: who
    was outside the labour force then, and the fifths that are not told apart.
    """
    years = -(-quarters // QUARTERS_A_YEAR)
    each = years + 1
    count = len(followed) * each + 1
    share = np.zeros((3, len(fifth), count))
    places = np.arange(len(fifth))
    first = np.full(_QUINTILES, count - 1)
    first[np.array(followed) - 1] = each * np.arange(len(followed))
    share[0, places, first[fifth]] = share[1, places, first[fifth]] = 1.0
    share[2, :, -1] = 1.0
    own = np.arange(count, dtype=np.int64)
    lost = np.tile(own, (quarters, 1))
    for quarter in range(quarters):
        lost[quarter, :-1] = (own[:-1] // each) * each + 1 + quarter // QUARTERS_A_YEAR
    return Cohorts(share, np.ones(count), np.zeros(0), np.zeros(count), lost)


def pay_by_quintile(
    market: Market,
    demand: DemandPath,
    wages: Array,
    exposure: Array,
    tenure: Tenure,
    before: float,
    followed: Sequence[int] = _EVERY,
) -> pd.DataFrame:
    """`pays_by_quintile` of one run.

    market, exposure, tenure, before, followed : as there
    demand, wages : of the run
    """
    return pays_by_quintile(market, [demand], [wages], exposure, tenure, before, followed)[0]


def pays_by_quintile(
    market: Market,
    demands: Sequence[DemandPath],
    wages: Sequence[Array],
    exposure: Array,
    tenure: Tenure,
    before: float,
    followed: Sequence[int] = _EVERY,
) -> list[pd.DataFrame]:
    """Pay at the end of runs, by quintile of exposure before them.

    market : pay by occupation
    demands : (run) all of as many quarters
    wages : (run) (quarter, occupation) pay of the occupation [ratio to the start]
    exposure : (occupation) by which occupations are ordered
    tenure : the law of pay by tenure
    before : tenure of somebody with a job [years]
    followed : quintiles that are looked at
    Returns, for each run, quintile (1 the least, 5 the most exposed fifth of employment), people in the
    labour force [persons], employed [share], displaced since the start [share], pay of those with a job
    [USD/year], and pay of all of them, nothing for those without [USD/year].
    Who lost a job y years ago is paid as with a tenure of y, beside somebody of usual tenure.
    """
    quarters = len(demands[0].jobs) - 1
    groups = [
        _quintile_cohorts(quintiles(exposure, demand.start[0]), quarters, followed) for demand in demands
    ]
    for result in follow_side_by_side(market, demands, groups):
        last = result
    each = groups[0].share.shape[2] // len(followed)
    elapsed = np.maximum(0.0, quarters / QUARTERS_A_YEAR - (np.arange(each) - 0.5))
    beside = tenure_pay(np.minimum(elapsed, before), tenure) / tenure_pay(np.array(before), tenure)
    beside[0] = 1.0
    paid = [market.wage * one[-1] for one in wages]
    return [_by_quintile(*run, beside, followed) for run in zip(last, paid, strict=True)]


def _by_quintile(people: Array, paid: Array, beside: Array, followed: Sequence[int]) -> pd.DataFrame:
    """As `pays_by_quintile` returns it.

    people : (employed–unemployed–outside, occupation, group) [persons]
    paid : (occupation) with the usual tenure [USD/year]
    beside : (year of the last loss) pay beside the usual tenure [ratio]
    """
    rows, of_groups = [], paid[:, None] * people[0]
    for place, quintile in enumerate(followed):
        inside = slice(place * len(beside), (place + 1) * len(beside))
        employed, without = people[0, :, inside].sum(axis=0), people[1, :, inside].sum(axis=0)
        force, pay = float((employed + without).sum()), float((of_groups[:, inside] @ beside).sum())
        displaced = float((employed + without)[1:].sum()) / force
        rows.append((quintile, force, employed.sum() / force, displaced, pay / employed.sum(), pay / force))
    columns = ["quintile", "people", "employed", "displaced", "pay_with_job", "pay"]
    return pd.DataFrame(rows, columns=columns)


def pay_gap(with_ai: pd.DataFrame, without: pd.DataFrame, column: str = "pay") -> float:
    """How much AI widens the gap of pay between the most and the least exposed [log points].

    with_ai, without : as from `pay_by_quintile`
    column : pay of everybody, or of those with a job (pay_with_job)
    ln(w₅/w₁) with AI − ln(w₅/w₁) without: below 0 where those whose work was most exposed fall behind.
    """

    def apart(table: pd.DataFrame) -> float:
        pay = table.set_index("quintile")[column]
        return float(np.log(pay[_QUINTILES] / pay[1]))

    return apart(with_ai) - apart(without)


def pay_spread(pay: Array, people: Array) -> tuple[float, float, float, float, float]:
    """Percentiles 10, 50 and 90 of pay over people, ratio of the outer two, Gini coefficient.

    pay : (group) [USD/year]
    people : (group) [persons]
    """
    low, middle, high = weighted_quantiles(pay, people, [0.1, 0.5, 0.9])
    return low, middle, high, high / low, gini(pay, people)


def percentile_ratio(pay: Array, people: Array, low: float = 0.1, high: float = 0.9) -> float:
    """How far pay at the top lies above pay at the bottom, each person paid the mean of the group [ratio].

    pay : (group), or any shape [USD/year]
    people : the same shape [persons]
    low, high : shares of the people who are paid less [share]
    w(0.9)/w(0.1)
    """
    at_low, at_high = weighted_quantiles(pay.ravel(), people.ravel(), (low, high))
    return at_high / at_low


def gini(pay: Array, people: Array) -> float:
    """Gini coefficient of pay: 0 where all are paid alike [ratio].

    pay : (group) [USD/year]
    people : (group) [persons]
    G = 1 − Σ_k (F_k − F_{k−1})·(L_k + L_{k−1}), groups by rising pay, F_k the share of people up to k and
    L_k their share of all pay: one less twice the area under the Lorenz curve, by trapezoids.
    Source: Gini 1914, Atti del Reale Istituto Veneto 73:1203.
    """
    order = np.argsort(pay, kind="stable")
    paid, weight = pay[order], people[order]
    share = np.cumsum(weight) / weight.sum()
    lorenz = np.concatenate([[0.0], np.cumsum(paid * weight) / float(paid @ weight)])
    return 1.0 - float(np.sum(np.diff(np.concatenate([[0.0], share])) * (lorenz[1:] + lorenz[:-1])))


def shared_gains(
    accounts: Accounts, runs: Sequence[RunAssumptions], adopted: Array, quarter: int, elasticity: float
) -> Array:
    """Rise of pay by occupation if nothing of the gain reached prices, averaged over adopters and others;
    (run, occupation) [log points].

    accounts : jobs by industry and occupation
    runs : what each assumes
    adopted : (industry, run) work done by adopters in that quarter [share]
    quarter : which
    elasticity : γ, of pay to surplus per worker
    """
    jobs = accounts.jobs_by_industry_and_occupation
    totals = np.maximum(jobs.sum(axis=0), 1.0)
    gains = []
    for place, run in enumerate(runs):
        beyond = np.maximum(adopted[:, place] - run.use_now, 0.0)
        at = min(quarter, run.saved.shape[1] - 1)
        share = beyond @ jobs / totals
        gains.append(shared_rent(elasticity, 1.0, share, run.saved[:, at], run.compute[:, at]))
    return np.array(gains)


def entry_share(openings: Array, entry: Array) -> float:
    """Share of open positions that ask for no experience in a related occupation [share].

    openings : (occupation) [persons]
    entry : (occupation) 1 where none is asked for, else 0
    """
    return float(openings @ entry / openings.sum())


def openings_within_reach(network: Network, openings: Array, unemployed: Array, displaced: Array) -> Array:
    """Openings that a displaced person can reach, for each who looks for them; (…) [ratio].

    network : moves
    openings, unemployed : (occupation, …) [persons]
    displaced : (occupation, …) [persons]
    θ_j = v_j/Σ_i u_i·q_ij, q_ij = v_j·A_ij/Σ_k v_k·A_ik; Σ_i displaced_i·Σ_j q_ij·θ_j/Σ displaced: everybody
    without a job competes, and each applies as the network lets them. Not a number where nobody is displaced.
    """
    weights, reachable, per_opening = applications(network, unemployed, openings)
    tight = ratio(np.ones_like(openings), per_opening)
    reach = ratio(weights @ (openings * tight), reachable)
    return ratio((displaced * reach).sum(axis=0), displaced.sum(axis=0), float("nan"))
