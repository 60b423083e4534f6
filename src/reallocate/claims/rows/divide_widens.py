"""Row 7: the augmented and the displaced divide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import (
    TASK_BY_TASK,
    TOGETHER,
    ClaimContext,
    ensemble,
    nation,
    once,
    one_run,
    run_side_by_side,
)
from reallocate.claims.basis.gates import INSTEAD, history_gate
from reallocate.claims.rows.divide_readings import (
    APART,
    FIVE_YEARS,
    PAY_SINCE_2022,
    as_with_patents,
    bound_in_words,
    displaced_survey_reading,
    halves_of_draws,
    in_a_slump,
    judged,
    on_data,
    over_other_years,
    span_of,
    two_halves,
    what_it_takes,
    where_pay_stays,
    with_a_premium,
    with_hires,
)
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.tenure import Tenure
from reallocate.market.nation.cohorts import demanded
from reallocate.market.nation.pay import LEAST_AND_MOST, pay_gap, pays_by_quintile
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.simulate.runs import exposure

_FIRST_APART = 0.02
"""What counted as a divide by the rule as first written [log points]."""


class _DivideWidens(Claim):
    """How far the pay of those who work with AI moves from that of the displaced."""

    id = "divide-widens"
    row = "7"
    effort = 25.0
    statement = "The augmented and the displaced divide"
    reading = (
        "two halves, against the same five years without AI, each in % of all pay a year. The displaced are "
        "people who lose a job beyond those who would anyway. They lose their number times what a person of "
        "long tenure loses in present value, spread over the years. Those who work with AI gain the part of "
        "what employers keep of the saving that reaches pay. The figure is how far both move apart. All "
        "displaced are counted with the loss of long tenure, which is too much. People who are not hired are "
        f"not counted. {TASK_BY_TASK}"
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
        "reach_per_doubling",
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
        "separations and pay by exposure: CPS transitions, OEWS (A), `reallocate estimates` (E)",
        "pay by tenure (B), the match (B), BLS Displaced Worker Supplement (A)",
        "Card, Cardoso, Heining, Kline 2018 (gains that reach pay, B)",
        "Alekseeva, Azar, Giné, Samila, Taska 2021 (premium in postings, abstract, C); Indeed Hiring Lab (A)",
        "Kline, Petkova, Williams, Zidar 2019 (surplus of patents that reaches pay, abstract, C)",
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
        return float(two_halves(context, parameters, one_run(context, parameters)).apart[0])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both halves over draws, sources in turn.

        context : the nation's market, how many draws
        """
        halves = halves_of_draws(context, parameters)
        middle, low, high = interval(halves.apart)
        displaced, few, many = interval(halves.displaced)
        finding = (
            f"The pay of the displaced and of those who work with AI moves apart by {middle:.2f}% of all pay "
            f"a year ({low:.2f} to {high:.2f}%), compared with five years without AI. "
            f"The displaced: {displaced:.2f}% of the labour force ({few:.2f} to {many:.2f}%) lose a job "
            f"through AI in five years. One of them loses {np.median(halves.years_lost):.1f} years of pay "
            f"and is without work for {np.median(halves.months):.1f} months, as after a job lost for another "
            f"reason. Those who work with AI: pay gains {span_of(halves.gained)}. "
            f"{bound_in_words(context, float(np.median(halves.years_lost)))} Without AI "
            f"{np.median(halves.anyway):.1f}% of the labour force lose a job each year, short spells too. "
            f"{what_it_takes(context, halves)} {PAY_SINCE_2022}"
        )
        first = _by_first_rule(*interval(_first_gap(context, parameters, Closure.MONEY_HELD))[1:])
        figures = {
            "displaced through AI in five years [% of the labour force]": displaced,
            "pay that one displaced person loses [years of pay]": float(np.median(halves.years_lost)),
            "pay that the displaced lose [% of all pay a year]": float(np.median(halves.lost)),
            "pay that work with AI gains [% of all pay]": float(np.median(halves.gained)),
        }
        gate = history_gate(context, parameters)
        return gate.measured(middle, low, high, judged(low, high), finding, figures, first)

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the rule as first written.

        context, parameters : as `measure`
        """
        middle, low, high = interval(halves_of_draws(context, parameters).apart)
        return middle, history_gate(context, parameters).judged(judged(low, high))

    def verdict_at(self, figure: float) -> Verdict:
        """A divide beyond the threshold supports the statement.

        figure : the divide [% of all pay a year]
        """
        return judged(figure, figure)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Where pay does not give way; over other years; with a premium; as with patents; from a slump;
        on data, with hires and without; beside the survey; person by person; gains that reach no prices;
        and the gap between quintiles of exposure.

        context, parameters : as `measure`
        """
        halves, gate = halves_of_draws(context, parameters), history_gate(context, parameters)
        kept = halves_of_draws(context, parameters, kept=1.0)
        middle, low, high = interval(kept.apart)
        gap, least, most = interval(_first_gap(context, parameters))
        return (
            where_pay_stays(context, parameters),
            *over_other_years(context, parameters),
            with_a_premium(context, parameters),
            *as_with_patents(context, parameters),
            in_a_slump(context, parameters),
            on_data(context, float(np.median(halves.years_lost))),
            with_hires(context, float(np.median(halves.years_lost))),
            displaced_survey_reading(context, parameters),
            Reading(
                "one person against another, whatever ended the job",
                f"one of the displaced loses {np.median(halves.years_lost):.1f} years of pay, and pay with "
                f"AI gains {span_of(halves.gained)}: a lost job costs pay without any AI",
                Verdict.BY_DEFINITION,
            ),
            Reading(
                "employers keep all of the saving, and nothing of it reaches prices",
                f"{middle:.2f}% of all pay a year ({low:.2f} to {high:.2f}%); pay with AI gains "
                f"{span_of(kept.gained)}",
                gate.judged(judged(low, high)),
            ),
            Reading(
                "pay of the most exposed quintile against the least exposed, people without a job counted "
                "with no pay",
                f"{100 * gap:+.1f}% ({100 * least:+.1f} to {100 * most:+.1f}%)",
                gate.judged(_by_first_rule(least, most)),
            ),
        )


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

    runs = [(0, without), *((run, with_ai) for run in range(len(made.runs)))]
    still, *each = pays_by_quintile(
        market,
        [demanded(market, normal, made.runs[run].rates, side, run) for run, side in runs],
        [side.wages[:, :, run] for run, side in runs],
        exposed, tenure, before, LEAST_AND_MOST,
    )  # fmt: skip
    return np.array([pay_gap(one, still) for one in each])


def _by_first_rule(low: float, high: float) -> Verdict:
    """The verdict of the rule as first written [log points]."""
    return Verdict.of(low > _FIRST_APART, high < _FIRST_APART)


def _first(extended: Trajectory, quarters: int) -> Trajectory:
    """The first quarters of the runs."""
    names = [name for name in Trajectory.__dataclass_fields__ if name != "totals"]
    return replace(extended, **{name: getattr(extended, name)[: quarters + 1] for name in names})


CLAIM = _DivideWidens()
