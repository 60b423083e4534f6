"""del Rio-Chanona et al. 2021: the network makes an automation shock worse; the Beveridge curve turns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.kernel.arrays import Array
from reallocate.market.flow.engine import Flows, Path, State, run_flow
from reallocate.market.laws.demand_shock import cycle, demand_after, progress
from reallocate.market.laws.retention import retention
from reallocate.market.published.result import unemployment_of_initial_force as unemployment
from reallocate.market.published.result import vacancy_rate
from reallocate.market.state.market import PUBLISHED_WEEKS, WEEKS, Market, Rates
from reallocate.market.state.network import complete, from_moves

_RISKS = "validation-only/frey-osborne/automation_risk_soc2018.csv"
_LONG_TERM = 3
_YEARS, _START = 30.0, 100
_STEPS = _START + int(2 * _YEARS * WEEKS / PUBLISHED_WEEKS)
_AMPLITUDE, _PERIOD_YEARS = 0.065, 10.0 / 0.75
"""The published calibration takes 2008 to 2018 as three quarters of a cycle."""


def replicate(context: EvidenceContext) -> Found:
    """The figures of the paper.

    context : its network and groups ship; the risks of Frey and Osborne do not
    """
    market, left_out = _published_market(context)
    found: Found = {"retention": Obtained(retention(PUBLISHED_WEEKS)), "beveridge_turns": _turns(market)}
    if context.file(_RISKS) is not None:
        found["network_rise"] = _rise(context, market, left_out)
    return found


def _published_market(context: EvidenceContext) -> tuple[Market, int]:
    """The groups of the published network that can be entered and left."""
    groups = context.world.table("mobility_groups").set_index("group")
    moves = context.world.table("mobility").rename(columns={"share": "weight"})
    away = moves[(moves["source"] != moves["target"]) & (moves["weight"] > 0)]
    kept = groups.index[groups.index.isin(away["source"]) & groups.index.isin(away["target"])]
    moves = moves[moves["source"].isin(kept) & moves["target"].isin(kept)]
    network = from_moves(moves, pd.Index(kept), retention(PUBLISHED_WEEKS))
    employment = groups.loc[kept, "employment"].to_numpy(dtype=float)
    return Market(pd.Index(kept), employment, network), len(groups) - len(kept)


def _run(market: Market, risk: Array | None, ratio: Array, steps: int = _STEPS) -> Flows:
    rates = [Rates()]
    start = State.published(market, rates, _LONG_TERM)
    before = start.people[0, :, 0] + start.people[1, :, 0]
    after = before if risk is None else demand_after(before, risk)
    mix = progress(steps, _START, _YEARS * WEEKS / PUBLISHED_WEEKS)
    path = Path(np.stack([before, after])[:, :, None], mix[:, None], ratio[:, None])
    return run_flow(market, start, path, rates, PUBLISHED_WEEKS)


def _rise(context: EvidenceContext, market: Market, left_out: int) -> Obtained:
    risk, known = _risks(context, market)
    rises, before = {}, {}
    for name, network in (("observed", market.network), ("complete", complete(market.size))):
        one = Market(market.occupations, market.employment, network)
        runs = (_run(one, which, np.ones(_STEPS)) for which in (None, risk))
        still, shocked = (unemployment(flows)[:, 0] for flows in runs)
        rises[name] = float((shocked - still).max())
        before[name] = float(still[_START])
    says = (
        f"unemployment rises by {rises['observed']:.2f} percentage points on the observed network and by "
        f"{rises['complete']:.2f} on a complete one, from {before['observed']:.1f}% and "
        f"{before['complete']:.1f}%; {market.size} groups, {left_out} without moves left "
        f"out, risks known for {known:.0%} of employment and the mean of their major group elsewhere"
    )
    return Obtained(rises["observed"] - rises["complete"], says)


def _risks(context: EvidenceContext, market: Market) -> tuple[Array, float]:
    """Frey and Osborne's probabilities by group; (occupation) [probability], and the share known."""
    file = context.file(_RISKS)
    assert file is not None
    table = pd.read_csv(file, dtype={"SOC code": str})
    codes = table["SOC code"].str.strip()
    by_group = table["Probability"].groupby(codes.str[:6] + "0").mean()
    exact = table["Probability"].groupby(codes).mean()
    labels = market.occupations.to_series()
    found = labels.map(exact).fillna(labels.map(by_group))
    weight = pd.Series(market.employment, index=labels.index)
    known = float(weight[found.notna()].sum() / weight.sum())
    major = labels.str[:2]
    mean = (found * weight).groupby(major).sum() / weight.where(found.notna()).groupby(major).sum()
    return found.fillna(major.map(mean)).fillna(float(found.mean())).to_numpy(dtype=float), known


def _turns(market: Market) -> Obtained:
    period = _PERIOD_YEARS * WEEKS / PUBLISHED_WEEKS
    steps = int(round(4 * period))
    flows = _run(market, None, cycle(steps, _AMPLITUDE, period), steps)
    last = slice(steps - int(round(period)), steps)
    u, v = (rate(flows)[last, 0] for rate in (unemployment, vacancy_rate))
    area = 0.5 * float(np.sum(u * np.roll(v, -1) - np.roll(u, -1) * v))
    says = (
        f"unemployment between {u.min():.1f}% and {u.max():.1f}%, vacancies between {v.min():.1f}% and "
        f"{v.max():.1f}%, a cycle of {_PERIOD_YEARS:.1f} years and amplitude {_AMPLITUDE:.1%}"
    )
    return Obtained(area, says)
