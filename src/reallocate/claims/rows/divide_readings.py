"""Other readings of the divide: another law, other years; and who loses and gains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import Reading, Verdict
from reallocate.claims.basis.context import (
    MARKET_QUARTERS,
    ClaimContext,
    accounts_of,
    assumed_by,
    ensemble,
    ensemble_in_a_slump,
    loss_in_a_slump,
    nation,
    once,
    one_without_ai,
)
from reallocate.claims.basis.estimated import estimates_of
from reallocate.claims.basis.gates import HistoryGate, history_gate
from reallocate.claims.estimates.bearing import pay_bounds_a_year
from reallocate.claims.estimates.flows import (
    HORIZON,
    INTO_UNEMPLOYMENT,
    above_least_exposed,
)
from reallocate.claims.estimates.hires import (
    five_years_of_hires,
    hires_bounded,
    hires_seen,
    most_not_hired,
)
from reallocate.claims.estimates.sectors import major_groups
from reallocate.data.observed import naming_ai
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters, Reuse
from reallocate.kernel.units import MILLION
from reallocate.market.flow.cell import SEPARATIONS
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.job_loss import PRIME, SLACK, AfterLoss
from reallocate.market.laws.tenure import Tenure
from reallocate.market.laws.unemployment_duration import survivor_function
from reallocate.market.nation.lost_job import slack_seen
from reallocate.market.nation.lost_pay import lost_pay
from reallocate.market.nation.pay import shared_gains
from reallocate.market.simulate.ensemble import EconomyEnsemble
from reallocate.market.simulate.runs import exposure
from reallocate.market.state.market import STEPS_PER_QUARTER
from reallocate.work.panel import middle_ranks, rank_correlation
from reallocate.work.world import World

FIVE_YEARS = 20
"""Quarters."""
_YEARS = FIVE_YEARS / 4
_FIRST_FIVE_YEARS = (0, FIVE_YEARS)
"""Quarters after the first, up to the second."""
APART = 2.0
"""What counts as a divide [% of all pay a year]."""


@dataclass(frozen=True, eq=False)
class _TwoHalves:
    """Who loses and who gains through AI in some years, by run.

    displaced : people who lose a job beyond those who do without AI [% of the labour force]
    years_lost : pay that one of them loses, present value [years of the pay before]
    months : without work, expected [months]
    gained : pay that work with AI gains, averaged over all work by pay [% of pay]
    anyway : people who lose a job without AI [% of the labour force a year]
    years : that the halves are spread over
    """

    displaced: Array
    years_lost: Array
    months: Array
    gained: Array
    anyway: Array
    years: float = _YEARS

    @property
    def lost(self) -> Array:
        """Pay that the displaced lose; (run) [% of all pay a year]."""
        return self.displaced * self.years_lost / self.years

    @property
    def apart(self) -> Array:
        """How far the pay of both moves apart; (run) [% of all pay a year]."""
        return self.lost + self.gained


@once
def halves_of_draws(
    context: ClaimContext,
    parameters: Parameters,
    closure: Closure = HEADLINE,
    kept: float = -1.0,
    span: tuple[int, int] = _FIRST_FIVE_YEARS,
    shared: float = -1.0,
) -> _TwoHalves:
    """Both halves by draw of the ensemble.

    closure : of the accounts
    kept : of a saving, that employers keep [share]; as drawn where it is below 0
    span : the years, after the first of these quarters up to the second
    shared : of what employers keep, that reaches pay; economy_rent_shared where it is below 0 [ratio]
    """
    made = ensemble(context, parameters, closure)
    return two_halves(context, parameters, made, kept, span, shared=shared)


def two_halves(
    context: ClaimContext,
    parameters: Parameters,
    made: EconomyEnsemble,
    kept: float = -1.0,
    span: tuple[int, int] = _FIRST_FIVE_YEARS,
    loss: tuple[Array, Array] | None = None,
    shared: float = -1.0,
) -> _TwoHalves:
    """Both halves by run.

    made : the runs, beside themselves without further AI
    kept, span : as for `halves_of_draws`; the gain is that of the last quarter
    loss : as from `_one_loss`, which stands in for it where none is given
    shared : as for `halves_of_draws`
    """
    market, (first, last) = nation(context).national.market, span
    steps, years = slice(first * STEPS_PER_QUARTER, last * STEPS_PER_QUARTER), (last - first) / 4
    force = made.without.people[0, :2].sum(axis=(0, 1))
    lose, anyway = (each.totals[steps, SEPARATIONS].sum(axis=0) for each in (made.extended, made.without))
    weight = np.maximum(-made.extended.parts[last, 0], 0.0) * market.wage[:, None]
    weight = weight + np.finfo(float).tiny
    lost, without = (one @ weight / weight.sum(axis=0) for one in loss or _one_loss(context, parameters))
    pay = market.employment * market.wage
    accounts = accounts_of(context, parameters)
    elasticity = parameters["economy_rent_shared"] if shared < 0.0 else shared
    gains = shared_gains(accounts, made.runs, made.extended.adopted[last], last, elasticity)
    shares = np.array([run.adjustment.saving_kept if kept < 0.0 else kept for run in made.runs])
    return _TwoHalves(
        100.0 * (lose - anyway) / force,
        lost,
        without,
        100.0 * shares * (gains @ pay) / pay.sum(),
        100.0 * anyway / force / years,
        years,
    )


def _one_loss(context: ClaimContext, parameters: Parameters) -> tuple[Array, Array]:
    """What one person of 25 to 54 loses in the market without AI; (occupation) [years of pay], and months
    without work; (occupation) [months]. Made once for all assumptions that act with AI alone."""
    market, rates = (
        nation(context).national.market,
        assumed_by(context, parameters, MARKET_QUARTERS).flow_rates,
    )
    key, without = one_without_ai(context, parameters)

    def loss(read: Mapping[str, float]) -> tuple[Array, Array]:
        slack = slack_seen(market, rates, without.people[:, :3, :, 0], 0)
        after = AfterLoss.of(read, slack.unemployment, PRIME)
        before, discount = read["tenure_before"], read["worker_discount_rate"]
        lost = lost_pay(market, rates, slack, Tenure.of(read), before, discount, after=after)
        return lost, survivor_function(slack.finding).sum(axis=0)

    return _losses(context).of(key, parameters, loss)


@once
def _losses(context: ClaimContext) -> Reuse:
    """What one person loses, by market without AI."""
    return Reuse()


def judged(low: float, high: float, mark: float = APART) -> Verdict:
    """The verdict by the thresholds alone.

    low, high : ends of the interval [% of all pay a year]
    mark : what counts as a divide [% of all pay a year]
    """
    return Verdict.of(low > mark, high < mark)


def span_of(values: Array) -> str:
    """Middle and ends with their signs, in words.

    values : (draw) [% of pay]
    """
    middle, low, high = interval(values)
    return f"{middle:+.2f}% ({low:+.2f} to {high:+.2f}%)"


_BETWEEN_FIFTHS = 0.4
"""The mark of the rule as first written, two hundredths between the most and the least exposed fifth of
workers, as a share of all pay [% of all pay a year]."""
_OTHER_YEARS = {"over ten years": (0, 40), "in years six to ten": (20, 40)}
"""Quarters after the first, up to the second."""
_PREMIUMS = (11.0, 5.0)
"""Advertised pay of postings that ask for AI skills, within the firm and within the job title [% of pay].
Source: Alekseeva, Azar, Giné, Samila, Taska 2021, Labour Economics 71:102002, DOI
10.1016/j.labeco.2021.102002 (abstract; United States, 2010 to 2019)."""
_OF_PATENTS = {"all workers": 0.3, "those who were there before": 0.6}
"""Of each dollar of surplus, what reaches pay [ratio].
Source: Kline, Petkova, Williams, Zidar 2019, Quarterly Journal of Economics 134:1343, DOI 10.1093/qje/qjz011
(abstract): 30 cents of patent-induced surplus, and about twice that for workers present at application."""
PAY_SINCE_2022 = (
    "What pay did in exposed work is no part of the figure. Since autumn 2022 weekly pay rose by 8.5% in the "
    "tenth of industries most exposed to AI, and by 7.5% in all (Davis, Federal Reserve Bank of Dallas, "
    "February 2026, second hand). This is a correlation of industries. Where simple tasks go, pay for the "
    "expertise that is left may rise (Autor, Thompson 2025, abstract)."
)
"""What others observed of pay with records that do not ship."""
_SURVEY_YEARS = 3.0
"""A survey of the displaced asks about jobs lost in so many years [years]."""


def where_pay_stays(context: ClaimContext, parameters: Parameters) -> Reading:
    """Both halves under closure B, by its own test on past decades."""
    halves = halves_of_draws(context, parameters, Closure.INCOME_ON_PATH)
    gate = history_gate(context, parameters, Closure.INCOME_ON_PATH)
    return _reading(f"if {gate.words}", halves, gate)


def over_other_years(context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
    """Both halves over more years, and over later ones."""
    gate = history_gate(context, parameters)
    return tuple(
        _reading(words, halves_of_draws(context, parameters, span=span), gate)
        for words, span in _OTHER_YEARS.items()
    )


def in_a_slump(context: ClaimContext, parameters: Parameters) -> Reading:
    """Both halves from a slump, all who are displaced losing what its first day costs."""
    made, loss = ensemble_in_a_slump(context, parameters), loss_in_a_slump(context, parameters)
    halves = two_halves(context, parameters, made, loss=loss)
    words = (
        f"if AI comes in a slump of {SLACK:.1%} unemployment that heals in "
        f"{parameters['slack_recovery_years']:g} years, and all lose what its first day costs"
    )
    return _reading(words, halves, history_gate(context, parameters))


def with_a_premium(context: ClaimContext, parameters: Parameters) -> Reading:
    """Gains as large as advertised pay of postings with AI skills lies above others': a market's premium.

    gained = share of postings that name AI × premium, instead of rent sharing
    """
    naming = naming_ai(context.world.table("postings"))
    lost, gate = halves_of_draws(context, parameters).lost, history_gate(context, parameters)
    gained = [100.0 * float(naming.iloc[-1]) * premium / 100.0 for premium in _PREMIUMS]
    ends = [interval(lost + one) for one in gained]
    each = "; ".join(
        f"at {premium:g}%, pay with AI gains {gain:+.2f}%, and both move apart by {middle:.2f}% "
        f"({low:.2f} to {high:.2f}%; {_at_the_other_mark(gate, low, high)})"
        for premium, gain, (middle, low, high) in zip(_PREMIUMS, gained, ends, strict=True)
    )
    return Reading(
        f"if all whose postings name AI ({naming.iloc[-1]:.1%} of postings in {naming.index[-1]}) earn "
        f"more by the premium of AI skills in advertised pay, {_PREMIUMS[0]:g}% within the firm and "
        f"{_PREMIUMS[1]:g}% within the job title (Alekseeva and others 2021): an upper bound at today's "
        "postings, since who has such skills is selected",
        each,
        gate.judged(judged(*ends[0][1:])),
    )


def as_with_patents(context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
    """As many cents of each dollar that owners keep reach pay as of the surplus of a patent.

    The law reads a saving as a share of pay, so that cents on the dollar take the place of its elasticity.
    """
    gate = history_gate(context, parameters)
    kept = {"of what owners keep as drawn": -1.0, "if owners keep all of the saving": 1.0}
    return tuple(
        _reading(
            f"{words}, {shared:g} of each dollar reaches pay, as of the surplus of a patent for "
            f"{whom} (Kline, Petkova, Williams, Zidar 2019; an upper bound, since a patent is a monopoly; "
            f"the row has {parameters['economy_rent_shared']:g})",
            halves_of_draws(context, parameters, kept=share, shared=shared),
            gate,
        )
        for words, share in kept.items()
        for whom, shared in _OF_PATENTS.items()
    )


def displaced_survey_reading(context: ClaimContext, parameters: Parameters) -> Reading:
    """The displaced of the draws beside those of the last survey, which asks nobody about AI."""
    shares = _of_labour_force(context)
    displaced, _, most = interval(halves_of_draws(context, parameters).displaced)
    of_all, of_long = (f"{displaced / one:.0%} (at most {most / one:.0%})" for one in shares.values())
    every, long_tenure = shares.values()
    return Reading(
        "beside the survey of displaced workers of January 2026, of all causes (BLS; partly second hand)",
        f"{_survey_counts(context.world)}. That is {every:.1f}% and {long_tenure:.1f}% of the labour force "
        f"in five years, and what AI displaces in the model is {of_all} and {of_long} of it. "
        f"{_by_group(context.world)}",
        Verdict.CANNOT_BE_TOLD,
    )


def what_it_takes(context: ClaimContext, halves: _TwoHalves) -> str:
    """How many people AI would have to displace for 'supported', beside those displaced for any reason.

    halves : by draw
    """
    every, long_tenure = _of_labour_force(context).values()
    needed = APART * _YEARS / float(np.median(halves.years_lost))
    return (
        f"For {APART:g}% of all pay, gains aside, AI would have to displace {needed:.1f}% of the labour "
        f"force in five years. For any reason {every:.1f}% lose a job in five years, at the rate of 2023 to "
        f"2025 (BLS): 'supported' takes {1.0 + needed / every:.1f} times all displacement. Of them "
        f"{long_tenure:.1f}% lose one of three years or more."
    )


def _reading(words: str, halves: _TwoHalves, gate: HistoryGate) -> Reading:
    """Both halves at the row's mark and at that between fifths of exposure."""
    middle, low, high = interval(halves.apart)
    displaced, few, many = interval(halves.displaced)
    return Reading(
        words,
        f"{middle:.2f}% of all pay a year ({low:.2f} to {high:.2f}%; {_at_the_other_mark(gate, low, high)}); "
        f"{displaced:.2f}% of the labour force ({few:.2f} to {many:.2f}%) lose a job through AI in "
        f"{halves.years:g} years, one of them loses {np.median(halves.years_lost):.1f} years of pay, and pay "
        f"with AI gains {span_of(halves.gained)}",
        gate.judged(judged(low, high)),
    )


def _at_the_other_mark(gate: HistoryGate, low: float, high: float) -> str:
    return f"at a mark of {_BETWEEN_FIFTHS:g}%: {gate.judged(judged(low, high, _BETWEEN_FIFTHS))}"


@dataclass(frozen=True)
class _DataBound:
    """The divide that data leave open, at the rate to March 2024 [% of all pay a year].

    layoffs, pay : 95% bounds of both halves, the largest over measures and windows
    displaced : people who lose a job in five years at most [% of the labour force]
    needed : people who would have to, for the divide to reach its mark [the same]
    """

    layoffs: float
    pay: float
    displaced: float
    needed: float

    @property
    def both(self) -> float:
        """Of both halves together."""
        return self.layoffs + self.pay


def _data_bound(context: ClaimContext, years_lost: float) -> _DataBound:
    """Bounds on layoffs and pay from `reallocate estimates`.

    years_lost : pay that one displaced person loses [years of pay]
    people in five years · years of pay each ÷ 5, and the bound on pay of those who work with AI
    """
    found = estimates_of(context)
    displaced = max(one.upper for one in found.layoffs)
    pay = max(pay_bounds_a_year(found))
    needed = APART * _YEARS / years_lost
    return _DataBound(displaced * years_lost / _YEARS, pay, displaced, needed)


def bound_in_words(context: ClaimContext, years_lost: float) -> str:
    """What data leave open, in a sentence.

    years_lost : pay that one displaced person loses [years of pay]
    """
    bound = _data_bound(context, years_lost)
    return (
        f"Data leave open at most {bound.both:.1f}% of all pay a year at the rate to March 2024 (95% bound), "
        f"{bound.layoffs:.2f} by layoffs and {bound.pay:.2f} by pay. People whom exposed jobs did not hire "
        f"are not counted: at most {most_not_hired(estimates_of(context)):.1f}% of the labour force in five "
        "years, from outside it."
    )


def with_hires(context: ClaimContext, years_lost: float) -> Reading:
    """The bounds on data, people not hired from outside the labour force counted as if displaced.

    years_lost : pay that one displaced person loses [years of pay]
    """
    bound, found = _data_bound(context, years_lost), estimates_of(context)
    each = years_lost / _YEARS
    low, high = (each * one for one in five_years_of_hires(found))
    most = each * most_not_hired(found)
    return Reading(
        "on data alone, people not hired from outside the labour force counted as if displaced",
        f"{hires_seen(found)} {hires_bounded(found)} At the loss of a displaced person, which is too much, "
        f"it would be {low:.1f} to {high:.1f}% of all pay a year, and at most {most:.1f}%; with layoffs and "
        f"pay at most {bound.both + most:.1f}%, against the mark of {APART:g}%",
        judged(0.0, bound.both + most),
    )


def on_data(context: ClaimContext, years_lost: float) -> Reading:
    """Both halves at their bounds, and what would change the verdict.

    years_lost : pay that one displaced person loses [years of pay]
    """
    bound, found = _data_bound(context, years_lost), estimates_of(context)
    lifts = [above_least_exposed(found.exposure, name) for name in found.exposure.measures]
    month = bound.needed / HORIZON / float(np.median(lifts))
    now = found.outcomes[INTO_UNEMPLOYMENT]
    low, high = now.ends
    return Reading(
        "on data alone: separations and pay by exposure to March 2024 and May 2025 (`reallocate estimates`)",
        with_minus(
            f"at most {bound.both:.1f}% of all pay a year at that rate, against the mark of {APART:g}%; the "
            f"future may be faster. The mark needs {bound.needed:.1f}% of the labour force displaced in five "
            f"years; the 95% bound is {bound.displaced:.1f}%. It would change with {month:+.2f} points a "
            "month of separations for each standard deviation of exposure over a year (now "
            f"{low:+.2f} to {high:+.2f})"
        ),
        judged(0.0, bound.both),
    )


def _of_labour_force(context: ClaimContext) -> dict[str, float]:
    """Displaced people in five years at the rate of the last survey, by tenure [% of the labour force]."""
    own = nation(context)
    force = float(own.national.market.employment.sum()) / (1.0 - own.unemployment)
    each = {"all": _all_tenures(context.world).iloc[-1], "long": _long_tenure(context.world).iloc[-1]}
    return {name: 100.0 * float(one) * _YEARS / _SURVEY_YEARS / force for name, one in each.items()}


def _all_tenures(world: World) -> pd.Series:
    rows = world.table("displaced_groups")
    return rows[rows["kind"].eq("all tenures")].set_index("survey_year")["displaced"].sort_index()


def _long_tenure(world: World) -> pd.Series:
    return world.table("displaced").set_index("survey_year")["displaced"].sort_index()


def _survey_counts(world: World) -> str:
    """Displaced people of the last survey, of the one before and of 2013 to 2015, in words."""
    every, long_tenure = _all_tenures(world), _long_tenure(world)
    calm = float(long_tenure[2016])
    return (
        f"in 2023 to 2025 {every.iloc[-1] / MILLION:.1f} million lost a job of any tenure and "
        f"{long_tenure.iloc[-1] / MILLION:.1f} million one of three years or more, "
        f"{long_tenure.iloc[-1] / long_tenure.iloc[-2] - 1.0:+.0%} on 2021 to 2023 and "
        f"{long_tenure.iloc[-1] / calm - 1.0:+.0%} on 2013 to 2015"
    )


def _by_group(world: World) -> str:
    """Whether displacement rose more where AI reaches further, in words."""
    rows = world.table("displaced_groups")
    wide = rows.pivot(index=["kind", "group"], columns="survey_year", values="displaced")
    last, before = wide.columns[-1], wide.columns[-2]
    rise = (wide[last] / wide[before] - 1.0).dropna()
    groups, reach = rise["occupation"], _reach(world)
    here = reach.reindex(groups.index).to_numpy()
    alike = np.ones(len(groups))
    rises, reached = (middle_ranks(one, alike) for one in (groups.to_numpy(), here))
    correlation = float(rank_correlation(rises, reached, alike))
    order = ", ".join(f"{name} {groups[name]:+.0%}" for name in reach[groups.index].nlargest(5).index)
    return (
        f"Since the survey before, jobs lost because a position or shift was abolished rose by "
        f"{rise['reason', 'position or shift abolished']:.0%}. The five groups of occupations with most "
        f"hours within AI's reach: {order}. The rank correlation of rise and reach over {len(groups)} groups "
        f"is {correlation:+.2f}; it proves nothing of AI either way: the groups are few, and no cause is "
        "asked"
    )


def _reach(world: World) -> pd.Series:
    """Automatable share of hours by group of the survey, by employment; (group) [share of hours]."""
    people = world.table("occupations")
    major, employment = people["occupation"].str[:2], people["employment"].to_numpy(float)
    hours: Array = exposure(world) * employment
    rows = world.table("displaced_groups").query("kind == 'occupation'").drop_duplicates("group")
    codes = dict(zip(rows["group"], rows["major_groups"], strict=True))
    inside = {group: major.isin(major_groups(one)).to_numpy() for group, one in codes.items()}
    return pd.Series({group: hours[one].sum() / employment[one].sum() for group, one in inside.items()})
