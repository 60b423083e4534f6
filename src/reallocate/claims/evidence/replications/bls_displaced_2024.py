"""BLS 2024: how many of the displaced have a job again when asked: of all, by age and in slack years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.optimize import brentq

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.lost_jobs import ALL, OFF, ON, lost_jobs, markets_of
from reallocate.claims.evidence.replications.the_nation import nation
from reallocate.claims.evidence.target import Found, Obtained, published
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_YEAR, PERCENT
from reallocate.market.laws.job_loss import OLD, OLDER, PRIME, AfterLoss
from reallocate.market.laws.tenure import Tenure
from reallocate.market.nation.lost_job import exits_by_age
from reallocate.market.nation.lost_pay import SURVEY_MONTHS, Slack, demand_level, employed_later, slack_at

_AGES = {"25_to_54": PRIME, "55_to_64": OLDER, "65_and_over": OLD}
_SURVEYS = (2010, 2012, 2014)
"""Januaries whose surveys followed a slack year."""
_OUTSIDE = {
    "reemployed": 18.2, "reemployed_25_to_54": 8.8, "reemployed_55_to_64": 28.6,
    "reemployed_65_and_over": 52.5, "reemployed_2010": 15.2, "reemployed_2012": 17.4, "reemployed_2014": 17.9,
}  # fmt: skip
"""As published beside each: out of the labour force [%]."""
_YEARS_SEEN = 1.0
"""For which the market is followed; its start counts [years]."""
_SAYS = (
    "those who stop looking, and how many of the jobless are not looking when asked, are taken from CPS "
    "gross flows and from this survey; the share with a job was fitted to nothing"
)
_CAUSE = (
    "since people here find work as often as all who look, however long they have looked, and lose new jobs "
    "by a judgement on tenure. Long-tenured people who are displaced are not called back, and {recall}"
)
_RECALL = (
    "many of those who look are (over 40% of those who separate into unemployment return to the employer "
    "that they left: Fujita, Moscarini 2017, DOI 10.1257/aer.20131496)"
)
_CAUSE_OF_AGE = (
    "since those who look find work alike at all ages here, and retire no more often for having lost a job; "
    "all from 55 on retire alike, so that 65 and over differ from 55 to 64 by who stops looking alone"
)
_FINDING = {0: 0.255, 2010: 0.172, 2012: 0.169, 2014: 0.188}
"""Unemployed people who have a job a month later: mean of 2015 to 2019, and of the year before a survey
[share/month]. Source: CPS gross flows."""
_FIFTIES = 0.8
"""Chance to find work in the fifties beside that at 25 to 34 [ratio]: about a fifth less from 2008 to 2011.
Source: Johnson, Butrica 2012, Urban Institute, Unemployment and Recovery Project Brief 3."""
_YOUNGER, _OLDEST = -2, -1
"""Places among the ages of the model: 26 to 54, and 55 and over."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """People who lost a job in the three years before a survey, with inputs that may be moved one at a time.

    context : the world, the parameters in force
    slack : the market in which they look
    age : `PRIME`, `OLDER` or `OLD`; all where nothing is said
    """

    context: EvidenceContext
    slack: Slack
    age: str = ""

    def share(
        self, finding: float = 1.0, losing: float = 1.0, outside: float = 1.0, retiring: float = 1.0
    ) -> tuple[float, float]:
        """With a job, and out of the labour force, when asked [% of the displaced].

        finding, losing : chances to find work and to lose the new job, beside those in force [ratio]
        outside : of the jobless, who are not looking in the end, beside the share in force [ratio]
        retiring : exits from the labour force, beside those in force [ratio]
        """
        here, p = nation(self.context), self.context.parameters
        market, rates = here.national.market, here.fitted.rates
        after, each = self.after, self._exits * retiring
        after = replace(after, outside=after.outside * outside)
        slack = replace(self.slack, finding=np.minimum(1.0, self.slack.finding * finding))
        rates = rates.with_(separation=rates.separation * losing)
        found = employed_later(market, rates, slack, Tenure.of(p), np.minimum(1.0, each), after)
        with_job, gone = (PERCENT * float(one @ self._weight) for one in found)
        return with_job, gone

    @property
    def after(self) -> AfterLoss:
        """Who stops looking."""
        return AfterLoss.of(self.context.parameters, self.slack.unemployment, self.age)

    @property
    def finding(self) -> float:
        """People who look and find work in the month after the loss, on average [share/month]."""
        return float(self.slack.finding[0] @ self._weight)

    @property
    def exits(self) -> float:
        """People who leave the labour force for good in a month, on average [share/month]."""
        return float(self._exits[0] @ self._weight)

    @property
    def _weight(self) -> Array:
        employment = nation(self.context).national.market.employment
        weight: Array = employment / employment.sum()
        return weight

    @property
    def _exits(self) -> Array:
        here = nation(self.context)
        market, rates = here.national.market, here.fitted.rates
        if not self.age:
            return np.tile(market.exit_rate * rates.leaving / MONTHS_A_YEAR, (SURVEY_MONTHS, 1))
        by_age = exits_by_age(market, rates, self.context.parameters, SURVEY_MONTHS)
        own: Array = by_age[_YOUNGER if self.age == PRIME else _OLDEST]
        return own

    def needed(self, name: str, most: float, to: float) -> float:
        """What one input would have to be, beside its value in force, for a share with a job [ratio].

        name : of an argument of `share`
        most : how far it is moved at the most [ratio]
        to : the share [%]
        Not a number where no such value gives it.
        """

        def missed(ratio: float) -> float:
            return self.share(**{name: ratio})[0] - to

        if missed(1.0) * missed(most) > 0.0:
            return float("nan")
        return float(brentq(missed, min(1.0, most), max(1.0, most), xtol=1e-6))


def replicate(context: EvidenceContext) -> Found:
    """The share in the calm market, by age, and at the unemployment of three slack years.

    context : the world, the parameters in force
    """
    table = lost_jobs(context)["reemployed"]
    calm, slack, staying = (
        PERCENT * float(table[exits, market, ALL])
        for exits, market in ((ON, "calm"), (ON, "slack"), (OFF, "calm"))
    )
    says = f"{slack:.1f}% at 9% unemployment; where nobody retires {staying:.1f}%; {_SAYS}"
    other_figures = {
        "at 9% unemployment": slack,
        "where nobody retires": staying,
        "published as out of the labour force": _OUTSIDE["reemployed"],
    }
    everybody = _Asked(context, markets_of(context)["calm"])
    cause = (
        f"{_CAUSE.format(recall=_RECALL)}. {_takes(everybody, 'reemployed')}. {_as_published(everybody, 0)}"
    )
    found = {"reemployed": Obtained(calm, says, cause, other_figures=other_figures)}
    for name, age in _AGES.items():
        own = _Asked(context, markets_of(context)["calm"], age)
        cause = f"{_CAUSE_OF_AGE}. {_takes(own, f'reemployed_{name}')}. {_in_the_fifties(own)}"
        found[f"reemployed_{name}"] = Obtained(own.share()[0], _SAYS, cause)
    for year in _SURVEYS:
        seen = context.once(f"displaced {year}", partial(_market_of, context, year))
        rate = f"at {PERCENT * seen.unemployment:.1f}% unemployment, the mean of {year - 1}"
        own = _Asked(context, seen)
        cause = f"{_CAUSE.format(recall='many of those who look are')}. "
        cause += f"{_takes(own, f'reemployed_{year}')}. {_as_published(own, year)}"
        found[f"reemployed_{year}"] = Obtained(own.share()[0], f"{rate}; {_SAYS}", cause)
    return found


def _takes(own: _Asked, name: str) -> str:
    """What each input alone would have to be for the nearest share that the tolerance allows."""
    value, gone = own.share()
    edge = _edge(name)
    outside, inputs = own.after.outside, []
    words: dict[str, tuple[float, Callable[[float], str]]] = {
        "finding": (0.2, lambda k: f"{PERCENT * k * own.finding:.1f}% of those who look find work in a "
                    f"month instead of {PERCENT * own.finding:.1f}%"),
        "losing": (6.0, lambda k: f"new jobs are lost {k:.1f} times as often"),
        "outside": (0.99 / outside, lambda k: f"{PERCENT * k * outside:.0f}% of the jobless do not look "
                    f"instead of {PERCENT * outside:.0f}%"),
        "retiring": (12.0, lambda k: f"{PERCENT * k * own.exits:.1f}% leave the labour force for good "
                     f"in a month instead of {PERCENT * own.exits:.2f}%"),
    }  # fmt: skip
    for one, (most, said) in words.items():
        ratio = own.needed(one, most, edge)
        if np.isfinite(ratio):
            with_it = own.share(**{one: ratio})[1]
            inputs.append(f"{said(ratio)} ({with_it:.0f}% out of the labour force)")
    published_out = f"published {_OUTSIDE[name]:.1f}%"
    here = f"{value:.1f}% have a job and {gone:.0f}% are out of the labour force ({published_out})"
    if not inputs:
        return f"{here}. No input alone can make it {edge:.1f}% with a job"
    return f"{here}. Each of these alone would make it {edge:.1f}% with a job: {'. Or '.join(inputs)}"


def _edge(name: str) -> float:
    """The largest share that the tolerance allows [%]."""
    (paper,) = (one for one in published() if one.paper.id == "bls_displaced_2024")
    (target,) = (one for one in paper.targets if one.id == f"bls_displaced_2024.{name}")
    return float(target.value or 0.0) + target.tolerance


def _as_published(own: _Asked, year: int) -> str:
    """The share with the chance to find work of all who look, as the survey of households has it."""
    chance = _FINDING[year]
    when = f"in {year - 1}" if year else "from 2015 to 2019"
    share, _ = own.share(finding=chance / own.finding)
    enough = share <= _edge(f"reemployed_{year}" if year else "reemployed")
    return (
        f"CPS gross flows have {PERCENT * chance:.1f}% find work {when}, all who look counted, and with it "
        f"{share:.1f}% have a job, which is {'inside' if enough else 'still outside'} the tolerance"
    )


def _in_the_fifties(own: _Asked) -> str:
    """The share with the chance to find work of people in their fifties."""
    share, gone = own.share(finding=_FIFTIES)
    return (
        f"In their fifties people were about a fifth less likely to find work than at 25 to 34 (Johnson, "
        f"Butrica 2012); with that {share:.1f}% have a job and {gone:.0f}% are out of the labour force"
    )


def _market_of(context: EvidenceContext, survey: int) -> Slack:
    """The market at the mean unemployment of the year before a survey."""
    here = nation(context)
    market, normal, rates = here.national.market, here.national.normal, here.fitted.rates
    series = context.world.table("market_series").set_index("month")["unemployment"]
    unemployment = float(series.loc[f"{survey - 1}-01" : f"{survey - 1}-12"].mean())
    level = demand_level(market, normal, rates, unemployment)
    recovery = context.parameters["slack_recovery_years"]
    return slack_at(market, normal, rates, level, recovery, _YEARS_SEEN)
