"""Row 7: the augmented and the displaced divide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.economy_ensemble import (
    QUARTERS,
    TOGETHER,
    ensemble,
    one_run,
    one_without_ai,
    run_side_by_side,
)
from reallocate.claims.basis.history_gate import INSTEAD, HistoryGate, history_gate
from reallocate.claims.basis.verdicts import Verdict
from reallocate.data.followers import naming_ai
from reallocate.economy.cohorts import demanded
from reallocate.economy.engines.flow_cell import SEPARATIONS
from reallocate.economy.laws.after_a_loss import PRIME, AfterLoss
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.laws.unemployment_duration import survivor_function
from reallocate.economy.lost_jobs.loss import slack_seen
from reallocate.economy.lost_pay import lost_pay
from reallocate.economy.market.time_steps import STEPS_PER_QUARTER
from reallocate.economy.pay_by_exposure import LEAST_AND_MOST, pay_by_quintile, pay_gap
from reallocate.economy.shared_gains import shared_gains
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.problem.nation.context import exposure
from reallocate.problem.nation.ensemble import EconomyEnsemble
from reallocate.work.parameters import Parameters
from reallocate.work.reuse import Reuse

FIVE_YEARS = 20
"""Quarters."""
YEARS = FIVE_YEARS / 4
APART = 2.0
"""What counts as a divide [% of all pay a year]; of the rule as first written, two hundredths of log pay."""
FIRST_APART = 0.02
ALL_TENURES = 7.445e6
"""People of 20 and over who lost a job of any tenure in the three years 2023 to 2025, since a plant closed, a
position was abolished or work was short [persons]. Source: BLS, Displaced Worker Supplement, January 2026."""
AI_SKILLS = 0.05
"""Pay in postings that ask for AI skills, beside others of the same job title [log points].
Source: Alekseeva, Azar, Giné, Samila, Taska 2021, Labour Economics 71:102002, DOI
10.1016/j.labeco.2021.102002."""


@dataclass(frozen=True, eq=False)
class TwoHalves:
    """Who loses and who gains through AI in some years, by run.

    displaced : people who lose a job beyond those who do without AI [% of the labour force]
    years_lost : pay that one of them loses, present value [years of the pay before]
    months : without work, expected [months]
    gained : pay that work with AI gains, averaged over all work by pay [% of pay]
    anyway : people who lose a job without AI [% of the labour force a year]
    years : that both halves are averaged over
    """

    displaced: Array
    years_lost: Array
    months: Array
    gained: Array
    anyway: Array
    years: float = YEARS

    @property
    def lost(self) -> Array:
        """Pay that the displaced lose; (run) [% of all pay a year]."""
        return self.displaced * self.years_lost / self.years

    @property
    def apart(self) -> Array:
        """How far the pay of both moves apart; (run) [% of all pay a year]."""
        return self.lost + self.gained


class DivideWidens(Claim):
    """How far the pay of those who work with AI moves from that of the displaced."""

    id = "divide-widens"
    row = "7"
    statement = "The augmented and the displaced divide"
    reading = (
        "two halves, against the same five years without AI, each in % of all pay a year. The displaced are "
        "people who lose a job beyond those who would anyway. They lose their number times what a person of "
        "long tenure loses in present value, spread over the years. Those who work with AI gain the part of "
        "what employers keep of the saving that reaches pay. The figure is how far both move apart. All "
        "displaced are counted with the loss of long tenure, which is too much. People who are not hired are "
        "not counted"
    )
    unit = "% of all pay a year"
    rule = Rule(
        f"the 10th percentile is above {APART:g}%",
        f"the 90th percentile is below {APART:g}%",
        Verdict.MIXED,
        (APART,),
        Change(
            "pay of the quintile of workers most exposed to AI against the least exposed, five years on. "
            "People without a job count with no pay, and spending and real pay are held. Supported where "
            "the low end of the interval is above +0.02 log points, not supported where the high end is "
            "below",
            "the most exposed are both displaced and augmented. So one figure hid both halves, and it could "
            "not be supported. The mark of 2% is now in % of all pay, four to five times as strict",
            AFTER_THE_RESULT,
            "2026-11-27",
        ),
        INSTEAD,
    )
    drivers = (
        "industry_adoption_ceiling",
        "industry_adoption_imitation",
        "economy_wage_elasticity",
        "economy_hours_renewed",
        "economy_displaced_gap",
        "economy_saving_kept",
        "economy_rent_shared",
        "tenure_premium",
        "match_premium",
        "capture_augmented",
        "capture_automated",
    )
    together = TOGETHER
    sources = (
        "the nation's market as fitted (X)",
        "eight sources of reach (A)",
        "BLS OEWS May 2025 (pay, A)",
        "pay by tenure (B), the match (B), BLS Displaced Worker Supplement (A)",
        "Card, Cardoso, Heining, Kline 2018 (gains that reach pay, B)",
    )

    def centres(self, context: ClaimContext, points: Sequence[Parameters]) -> list[float]:
        """As of `Claim`, with the single runs side by side.

        context, points : as there
        """
        run_side_by_side(context, points)
        return super().centres(context, points)

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The divide in one run.

        context : the nation's market
        """
        return float(_halves(context, parameters, one_run(context, parameters)).apart[0])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both halves over draws, sources in turn.

        context : the nation's market, how many draws
        """
        halves = _of_draws(context, parameters)
        middle, low, high = interval(halves.apart)
        displaced, few, many = interval(halves.displaced)
        finding = (
            f"The pay of the displaced and of those who work with AI moves apart by {middle:.2f}% of all pay "
            f"a year ({low:.2f} to {high:.2f}%), compared with five years without AI. "
            f"The displaced: {displaced:.2f}% of the labour force ({few:.2f} to {many:.2f}%) lose a job "
            f"through AI in five years. One of them loses {np.median(halves.years_lost):.1f} years of pay "
            f"and is without work for {np.median(halves.months):.1f} months, as after a job lost for another "
            f"reason. Those who work with AI: pay gains {_span(halves.gained)}. Without AI "
            f"{np.median(halves.anyway):.1f}% of the labour force lose a job each year, short spells too. "
            f"{_what_it_takes(context, halves)}"
        )
        first = _by_first_rule(*interval(_first_gap(context, parameters, Closure.MONEY_HELD))[1:])
        figures = {
            "displaced through AI in five years [% of the labour force]": displaced,
            "pay that one displaced person loses [years of pay]": float(np.median(halves.years_lost)),
            "pay that the displaced lose [% of all pay a year]": float(np.median(halves.lost)),
            "pay that work with AI gains [% of all pay]": float(np.median(halves.gained)),
        }
        gate = history_gate(context, parameters)
        return gate.measured(middle, low, high, _judged(low, high), finding, figures, first)

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the rule as first written.

        context, parameters : as `measure`
        """
        middle, low, high = interval(_of_draws(context, parameters).apart)
        return middle, history_gate(context, parameters).judged(_judged(low, high))

    def verdict_at(self, figure: float) -> Verdict:
        """A divide beyond the threshold supports the statement.

        figure : the divide [% of all pay a year]
        """
        return _judged(figure, figure)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Where pay does not give way; over later years; person by person; with other gains; and the gap
        between quintiles of exposure.

        context, parameters : as `measure`
        """
        halves, gate = _of_draws(context, parameters), history_gate(context, parameters)
        kept = _of_draws(context, parameters, kept=1.0)
        middle, low, high = interval(kept.apart)
        gap, least, most = interval(_first_gap(context, parameters))
        return (
            _where_pay_stays(context, parameters),
            _over_ten_years(context, parameters),
            Reading(
                "one person against another, whatever ended the job",
                f"one of the displaced loses {np.median(halves.years_lost):.1f} years of pay, and pay with "
                f"AI gains {_span(halves.gained)}: a lost job costs pay without any AI",
                Verdict.BY_DEFINITION,
            ),
            Reading(
                "employers keep all of the saving, and nothing of it reaches prices",
                f"{middle:.2f}% of all pay a year ({low:.2f} to {high:.2f}%); pay with AI gains "
                f"{_span(kept.gained)}",
                gate.judged(_judged(low, high)),
            ),
            _as_postings_pay(context, halves, gate),
            Reading(
                "pay of the most exposed quintile against the least exposed, people without a job counted "
                "with no pay",
                f"{100 * gap:+.1f}% ({100 * least:+.1f} to {100 * most:+.1f}%)",
                gate.judged(_by_first_rule(least, most)),
            ),
        )


@once
def _of_draws(
    context: ClaimContext,
    parameters: Parameters,
    closure: Closure = HEADLINE,
    kept: float = -1.0,
    first: int = 0,
    last: int = FIVE_YEARS,
) -> TwoHalves:
    """Both halves by draw.

    closure : of the accounts
    kept, first, last : as for `_halves`
    """
    return _halves(context, parameters, ensemble(context, parameters, closure), kept, first, last)


def _halves(
    context: ClaimContext,
    parameters: Parameters,
    made: EconomyEnsemble,
    kept: float = -1.0,
    first: int = 0,
    last: int = FIVE_YEARS,
) -> TwoHalves:
    """Both halves by run.

    kept : of a saving, that employers keep [share]; as drawn where it is below 0
    first, last : the quarters between which people lose jobs; what work with AI gains is that of the last
    """
    market, years = nation(context).national.market, (last - first) / 4
    steps = slice(first * STEPS_PER_QUARTER, last * STEPS_PER_QUARTER)
    force = made.without.people[0, :2].sum(axis=(0, 1))
    lose, anyway = (each.totals[steps, SEPARATIONS].sum(axis=0) for each in (made.extended, made.without))
    weight = np.maximum(-made.extended.parts[last, 0], 0.0) * market.wage[:, None]
    weight = weight + np.finfo(float).tiny
    of_one = _one_loss(context, parameters)
    lost, without = (one @ weight / weight.sum(axis=0) for one in of_one)
    pay = market.employment * market.wage
    elasticity = parameters["economy_rent_shared"]
    gains = shared_gains(
        accounts_of(context, parameters), made.runs, made.extended.adopted[last], last, elasticity
    )
    shares = np.array([run.adjustment.saving_kept if kept < 0.0 else kept for run in made.runs])
    return TwoHalves(
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
    market, rates = nation(context).national.market, assumed_by(context, parameters, QUARTERS).flow_rates
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


@once
def _first_gap(context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE) -> Array:
    """Pay of the most against the least exposed quintile, with AI less without, by draw [log points].

    The market without further AI is that of the first draw: between draws it differs by a hundredth of a
    percent of jobs.
    """
    made = ensemble(context, parameters, closure)
    market, normal = nation(context).national.market, nation(context).national.normal
    exposed = exposure(context.world)
    tenure = Tenure(parameters["tenure_premium"], parameters["tenure_years"])
    before = parameters["tenure_of_employed"]
    with_ai, without = (_first(each, FIVE_YEARS) for each in (made.extended, made.without))

    def pay(run: int, side: Trajectory) -> pd.DataFrame:
        people = demanded(market, normal, made.runs[run].rates, side, run)
        return pay_by_quintile(
            market, people, side.wages[:, :, run], exposed, tenure, before, LEAST_AND_MOST
        )

    still = pay(0, without)
    return np.array([pay_gap(pay(run, with_ai), still) for run in range(len(made.runs))])


def _where_pay_stays(context: ClaimContext, parameters: Parameters) -> Reading:
    """Both halves under closure B, by its own test on past decades."""
    halves = _of_draws(context, parameters, Closure.INCOME_ON_PATH)
    gate = history_gate(context, parameters, Closure.INCOME_ON_PATH)
    middle, low, high = interval(halves.apart)
    displaced, few, many = interval(halves.displaced)
    return Reading(
        f"if {gate.words}",
        f"{middle:.2f}% of all pay a year ({low:.2f} to {high:.2f}%); {displaced:.2f}% of the labour force "
        f"({few:.2f} to {many:.2f}%) lose a job through AI in five years, and pay with AI gains "
        f"{_span(halves.gained)}",
        gate.judged(_judged(low, high)),
    )


def _over_ten_years(context: ClaimContext, parameters: Parameters) -> Reading:
    """Both halves over ten years, and over the second five alone."""
    whole, late = (
        _of_draws(context, parameters, first=first, last=2 * FIVE_YEARS) for first in (0, FIVE_YEARS)
    )
    middle, low, high = interval(whole.apart)
    later, least, most = interval(late.apart)
    return Reading(
        "over ten years instead of five",
        f"{middle:.2f}% of all pay a year ({low:.2f} to {high:.2f}%); in the second five years alone "
        f"{later:.2f}% ({least:.2f} to {most:.2f}%)",
        history_gate(context, parameters).judged(_judged(low, high)),
    )


def _as_postings_pay(context: ClaimContext, halves: TwoHalves, gate: HistoryGate) -> Reading:
    """Where the gain is what postings pay more for AI skills, an upper bound: who has them is selected."""
    naming = float(naming_ai(context.world.table("postings")).iloc[-1])
    gained = 100.0 * AI_SKILLS * naming
    middle, low, high = interval(halves.lost + gained)
    return Reading(
        f"pay gains what postings pay more for AI skills in one job title, {AI_SKILLS:.0%} (an upper bound: "
        f"who has them is selected), for the {naming:.1%} that name AI",
        f"{middle:.2f}% of all pay a year ({low:.2f} to {high:.2f}%), of which the gain {gained:.2f}%",
        gate.judged(_judged(low, high)),
    )


def _what_it_takes(context: ClaimContext, halves: TwoHalves) -> str:
    """How many people AI would have to displace for 'supported', beside those displaced for any reason."""
    force, survey = 1e-2 * _labour_force(context), context.world.table("displaced").iloc[-1]
    first, last = int(survey["first_year"]), int(survey["last_year"])
    needed = APART * YEARS / float(np.median(halves.years_lost))
    every, of_these = (
        people * YEARS / (last - first + 1.0) / force for people in (ALL_TENURES, float(survey["displaced"]))
    )
    return (
        f"For {APART:g}% of all pay, gains aside, AI would have to displace {needed:.1f}% of the labour "
        f"force in five years. For any reason {every:.1f}% lose a job in five years, at the rate of {first} "
        f"to {last} (BLS): 'supported' takes {1.0 + needed / every:.1f} times all displacement. Of them "
        f"{of_these:.1f}% lose one of three years or more."
    )


def _labour_force(context: ClaimContext) -> float:
    """At work or looking for work at the start [persons]."""
    own = nation(context)
    return float(own.national.market.employment.sum()) / (1.0 - own.unemployment)


def _judged(low: float, high: float) -> Verdict:
    """The verdict by the thresholds alone [% of all pay a year]."""
    return Verdict.of(low > APART, high < APART)


def _by_first_rule(low: float, high: float) -> Verdict:
    """The verdict of the rule as first written [log points]."""
    return Verdict.of(low > FIRST_APART, high < FIRST_APART)


def _span(values: Array) -> str:
    middle, low, high = interval(values)
    return f"{middle:+.2f}% ({low:+.2f} to {high:+.2f}%)"


def _first(extended: Trajectory, quarters: int) -> Trajectory:
    """The first quarters of the runs."""
    names = [name for name in Trajectory.__dataclass_fields__ if name != "totals"]
    return replace(extended, **{name: getattr(extended, name)[: quarters + 1] for name in names})


CLAIM = DivideWidens()
