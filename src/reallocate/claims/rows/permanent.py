"""Row 9: the cut jobs do not come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reallocate.claims.basis.claim import (
    AFTER_THE_RESULT,
    FEW_BACK,
    MOST_BACK,
    ByDraws,
    Change,
    Measured,
    Reading,
    Rule,
    Verdict,
    by_draws_back,
    by_share_back,
)
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import in_force, means, on_average, plan_samples, source_of
from reallocate.claims.basis.reversal import (
    Returned,
    ReturnedAtCost,
    Reversal,
    market_returned,
    plan_returned,
    returned_at_cost,
    shipped_reversal,
)
from reallocate.claims.rows.permanent_readings import (
    added_up,
    came_late,
    cost_interval,
    from_the_law,
    from_the_market,
    gone_only,
    observed,
    over_cut_only,
    prices_alone,
    renting,
    stalls,
)
from reallocate.firm.model.words import money
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION

_FEWER = {
    "cut": "at the reversal",
    "unbroken": "eight quarters later without it",
    "after": "eight quarters later",
    "fewest": "in the quarter between that has the fewest",
}
"""Positions fewer than in the baseline, and when."""


class _Permanent(ByDraws):
    """How many of the cut jobs return when what systems can do falls back and tokens grow dear."""

    id = "permanent"
    row = "9"
    effort = 120.0
    statement = "The change is permanent, not temporary"
    reading = (
        "share of the cut jobs that are there eight quarters after a reversal. The firm follows its best "
        "plan until what systems can do falls back to today's, and the price of AI by the token rises by "
        "50% a year from then on. All that was done up to then stands, and what comes after is planned "
        "anew. Cut jobs are those that would be gone by then without a reversal, whether they were "
        "when it came or not, against the baseline of the same quarter (going on without AI), so that "
        "growth is no return"
    )
    unit = "share of the cut jobs"
    rule = Rule(
        "it is below 20% in at least 80% of the draws",
        "it is above 60% in at least 80% of the draws",
        Verdict.CANNOT_BE_TOLD,
        (FEW_BACK, MOST_BACK),
        Change(
            "the median of the draws below 20%, or above 60%; mixed in between",
            "the draws span both thresholds, so that the median alone decided. That jobs count which the "
            "reversal keeps from being cut was made exact when the row was first computed (2026-11-25); jobs "
            "that were gone alone are a reading",
            AFTER_THE_RESULT,
            "2026-11-30",
        ),
    )
    drivers = (
        "good_deliverable",
        "review_hours",
        "capture_augmented",
        "capture_automated",
        "reversal_quarter",
        "adoption_width",
        "tooling_difficulty",
        "quits_per_month",
    )
    sources = (
        "the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",
        "the outlook 'reversal' that ships with its reasons (J)",
        "the nation's market as fitted (X)",
        "Visier 2025 on people hired again by the same firm (B)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The share in one plan.

        context : the study
        """
        here = in_force(context, parameters)
        return plan_returned(context, here, source_of(context), shipped_reversal()).back

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The share over draws and sources, and what it costs not to have known.

        context : the study, how many draws
        """
        draws = self.over_samples(context, parameters, shipped_reversal())
        medians, shares = _median_draws(draws), np.array([one.back for one in draws])
        middle, low, high = interval(shares)
        saved = float(np.median([one.over_cut.saved for one in draws]))
        market = market_returned(context, parameters).work[0]
        finding = (
            "Eight quarters after AI falls back to today's level, the firm has refilled or kept "
            f"{middle:.0%} of the positions it would have cut ({low:.0%} to {high:.0%}): "
            f"{_left_open(shares)}. {_in_words(medians)} In the nation's market, where firms go on adopting "
            f"AI, it is {market:.0%} "
            f"({by_share_back(market)}). Not having known of the reversal from the start costs "
            f"{cost_interval(draws)} in present value; by then the plan had "
            f"{f'saved {money(saved)}' if saved >= 0 else f'cost {money(-saved)} more than it saved'}."
        )
        fewer = zip(_FEWER.values(), means(medians, *_FEWER), strict=True)
        figures = {f"positions fewer {when}, median draws [FTE]": mean for when, mean in fewer}
        first = Verdict.of(middle < FEW_BACK, middle > MOST_BACK)
        whole = figures | _costs(draws)
        return Measured(middle, low, high, by_draws_back(shares), finding, whole, first_verdict=first)

    def verdict_at(self, figure: float) -> Verdict:
        """The rule on one share; few jobs that return support the statement.

        figure : [share of the cut jobs]
        """
        return by_share_back(figure)

    def draws(self, context: ClaimContext, parameters: Parameters) -> list[tuple[Parameters, str]]:
        """Assumptions and a source of reach.

        context, parameters : as `measure`
        """
        return plan_samples(context, parameters, self.drivers)

    def figure(self, context: ClaimContext, *draw: Any) -> float:
        """The share in the plan of one draw.

        draw : assumptions and source
        """
        parameters, source = draw
        return plan_returned(context, parameters, source, shipped_reversal()).back

    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """The median share, and the verdict over the draws.

        figures : (draw) [share of the cut jobs]
        """
        return interval(figures)[0], by_draws_back(figures)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Jobs gone when it came; other reversals; what was cut too far; the market; what was observed.

        context, parameters : as `measure`
        """

        def over_draws(reversal: Reversal, most: int | None = None) -> list[ReturnedAtCost]:
            return self.over_samples(context, parameters, reversal, most)

        draws, here = over_draws(shipped_reversal()), in_force(context, parameters)
        readings = [
            added_up(draws),
            gone_only(draws),
            came_late(lambda late: over_draws(late, len(context.world.sources))),
            stalls(over_draws),
            prices_alone(over_draws, here),
            renting(context, here, source_of(context)),
            over_cut_only(draws, context, here, source_of(context)),
            from_the_market(context, parameters),
            from_the_law(context, parameters),
        ]
        return (*readings, *observed(context.world))

    def over_samples(
        self, context: ClaimContext, parameters: Parameters, reversal: Reversal, most: int | None = None
    ) -> list[ReturnedAtCost]:
        """What returns in every draw, and what it costs not to have known.

        context, parameters : as `measure`
        reversal : what turns
        most : of the draws, the first; all where there is none
        """
        each = self.draws(context, parameters)[:most]
        return [returned_at_cost(context, *one, reversal) for one in each]


def _left_open(shares: Array) -> str:
    """What the draws leave open: how many of them lie below the lower threshold and above the upper one.

    shares : (draw) [share of the cut jobs]
    """
    few, most = np.sum(shares < FEW_BACK), np.sum(shares > MOST_BACK)
    return f"below {FEW_BACK:.0%} in {few} of {len(shares)} draws, above {MOST_BACK:.0%} in {most}"


def _median_draws(draws: list[ReturnedAtCost]) -> list[ReturnedAtCost]:
    """The median draw by the share of jobs that are there; the two median draws of an even number.

    draws : (draw)
    The mean of their shares is the median that is judged. Medians of positions over all draws would give
    another share.
    """
    order = sorted(draws, key=lambda one: one.back)
    return order[(len(order) - 1) // 2 : len(order) // 2 + 1]


def _in_words(medians: Sequence[Returned]) -> str:
    """The median draws with the positions that give their shares."""
    parts = [
        f"{one.back:.1%} (of {one.unbroken:,.0f} positions fewer, {one.after:,.0f} are still missing)"
        for one in medians
    ]
    if len(parts) == 1:
        return f"In the median draw it is {parts[0]}."
    return f"This is the mean of the two median draws, {parts[0]} and {parts[1]}."


def _costs(draws: list[ReturnedAtCost]) -> dict[str, float]:
    """What it costs not to have known, and what that consists of on average over the draws."""
    each = [one.over_cut for one in draws]
    cost, least, most = interval(np.array([one.total for one in each]))
    mean, saved, cut, known_cut, directing = means(each, "total", "saved", "cut", "known_cut", "directing")
    per_job = [one.total / one.cut * MILLION for one in each if one.cut > 0]
    parts = {f"of this mean: {name} [USD million]": value for name, value in on_average(each).items()}
    ratio = "cost of not having known beside what was saved, both means [ratio]"
    return {
        "cost of not having known, present value [USD million]": cost,
        "cost of not having known, 10th percentile [USD million]": least,
        "cost of not having known, 90th percentile [USD million]": most,
        "cost of not having known for each job cut by then [USD]": float(np.median(per_job or [0.0])),
        "cost of not having known, mean of the draws [USD million]": mean,
        **parts,
        "saved against the baseline until the reversal, mean of the draws [USD million]": saved,
        **({ratio: mean / saved} if saved > 0 else {}),
        "positions fewer at the reversal, mean of the draws [FTE]": cut,
        "the same of one who knew from the start [FTE]": known_cut,
        "positions directing AI eight quarters later beyond one who knew, mean of the draws [FTE]": directing,
    }


CLAIM = _Permanent()
