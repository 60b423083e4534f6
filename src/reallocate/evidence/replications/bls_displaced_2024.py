"""BLS 2024: how many of the displaced have a job again when asked: of all, by age and in slack years."""

from __future__ import annotations

from functools import partial

from reallocate.economy.laws.after_a_loss import OLD, OLDER, PRIME, AfterLoss
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.lost_jobs.loss import exits_by_age
from reallocate.economy.lost_pay import (
    SURVEY_MONTHS,
    Slack,
    demand_level,
    employed_later,
    reemployed,
    slack_at,
)
from reallocate.evidence.context import EvidenceContext
from reallocate.evidence.replications.lost_jobs import ALL, OFF, ON, lost_jobs, markets_of
from reallocate.evidence.replications.the_nation import nation
from reallocate.evidence.scorecard import Found, Obtained

PERCENT = 100.0
OUTSIDE = 18.2
"""As published beside it: out of the labour force at all ages [%]."""
AGES = {"25_to_54": PRIME, "55_to_64": OLDER, "65_and_over": OLD}
SURVEYS = (2010, 2012, 2014)
"""Januaries whose surveys followed a slack year."""
YEARS_SEEN = 1.0
"""For which the market is followed; its start counts [years]."""
SAYS = (
    "those who stop looking, and how many of the jobless are not looking when asked, are taken from CPS "
    "gross flows and from this survey; the share with a job was fitted to nothing"
)
CAUSE = (
    "since people here find work as often as all who look, however long they have looked, and lose new jobs "
    "by a judgement on tenure; chances of the displaced fall with the length of the search. In slack more "
    "of the jobless go on looking, which here brings them jobs"
)
CAUSE_OF_AGE = (
    "since those who look find work alike at all ages here, and retire no more often for having lost a job; "
    "all from 55 on retire alike, so that 65 and over differ from 55 to 64 by who stops looking alone"
)
YOUNGER, OLDEST = -2, -1
"""Places among the ages of the model: 26 to 54, and 55 and over."""


def replicate(context: EvidenceContext) -> Found:
    """The share in the calm market, by age, and at the unemployment of three slack years.

    context : the world, the parameters in force
    """
    table = lost_jobs(context)["reemployed"]
    calm, slack, staying = (
        PERCENT * float(table[exits, market, ALL])
        for exits, market in ((ON, "calm"), (ON, "slack"), (OFF, "calm"))
    )
    says = f"{slack:.1f}% at 9% unemployment; where nobody retires {staying:.1f}%; {SAYS}"
    other_figures = {
        "at 9% unemployment": slack,
        "where nobody retires": staying,
        "published as out of the labour force": OUTSIDE,
    }
    found = {"reemployed": Obtained(calm, says, CAUSE, other_figures=other_figures)}
    for name, age in AGES.items():
        share = _share(context, markets_of(context)["calm"], age)
        found[f"reemployed_{name}"] = Obtained(share, SAYS, CAUSE_OF_AGE)
    for year in SURVEYS:
        seen = context.once(f"displaced {year}", partial(_market_of, context, year))
        rate = f"at {PERCENT * seen.unemployment:.1f}% unemployment, the mean of {year - 1}"
        found[f"reemployed_{year}"] = Obtained(_share(context, seen), f"{rate}; {SAYS}", CAUSE)
    return found


def _share(context: EvidenceContext, slack: Slack, age: str = "") -> float:
    """With a job again when asked [% of the displaced]."""
    here, p = nation(context), context.parameters
    market, rates, after = here.national.market, here.fitted.rates, AfterLoss.of(p, slack.unemployment, age)
    if not age:
        return PERCENT * reemployed(market, rates, slack, Tenure.of(p), after)
    leaving = exits_by_age(market, rates, p, SURVEY_MONTHS)[YOUNGER if age == PRIME else OLDEST]
    with_job, _ = employed_later(market, rates, slack, Tenure.of(p), leaving, after)
    return PERCENT * float(with_job @ market.employment / market.employment.sum())


def _market_of(context: EvidenceContext, survey: int) -> Slack:
    """The market at the mean unemployment of the year before a survey."""
    here = nation(context)
    market, normal, rates = here.national.market, here.national.normal, here.fitted.rates
    series = context.world.table("market_series").set_index("month")["unemployment"]
    unemployment = float(series.loc[f"{survey - 1}-01" : f"{survey - 1}-12"].mean())
    level = demand_level(market, normal, rates, unemployment)
    recovery = context.parameters["slack_recovery_years"]
    return slack_at(market, normal, rates, level, recovery, YEARS_SEEN)
