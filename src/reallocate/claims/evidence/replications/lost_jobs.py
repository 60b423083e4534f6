"""What a lost job costs in a calm and in a slack market, for two papers; not a paper itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.the_nation import nation
from reallocate.market.nation.lost_pay import Slack, calm_and_slack, displacement_cost

ALL = "all"
ON, OFF = "exit on", "exit off"
WITHOUT_TENURE = ("months of search", "months without search", "pay where people find work")
"""Parts that remain with pay by tenure and match, the sureness of jobs and pay of jobs begun in slack off."""


def lost_jobs(context: EvidenceContext) -> pd.DataFrame:
    """(exit, market, part) lost [years of pay], reemployed and unemployment [share], for everybody.

    context : the world, the parameters in force
    With exit off nobody who lost a job, and nobody they are held against, leaves the labour force; the
    market in which they look for work is the same.
    """
    return context.once("lost jobs", lambda: _lost_jobs(context))


def markets_of(context: EvidenceContext) -> dict[str, Slack]:
    """The markets of the two published cases, by name.

    context : the world, the parameters in force
    """

    def make() -> dict[str, Slack]:
        here = nation(context)
        market, normal = here.national.market, here.national.normal
        return calm_and_slack(market, normal, here.fitted.rates, context.parameters)

    return context.once("calm and slack", make)


def _lost_jobs(context: EvidenceContext) -> pd.DataFrame:
    context.say("What a lost job costs, twenty years of a calm and of a slack market")
    here, p = nation(context), context.parameters
    market, rates = here.national.market, here.fitted.rates
    markets = markets_of(context)
    everybody = {"everybody": market.employment}
    staying = replace(market, exit_rate=np.zeros(market.size))
    parts = {
        name: displacement_cost(people, rates, markets, p, everybody).set_index(["market", "part"])
        for name, people in ((ON, market), (OFF, staying))
    }
    return pd.concat(parts, names=["exit"])
