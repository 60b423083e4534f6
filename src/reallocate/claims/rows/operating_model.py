"""Row 5: the operating model turns from legacy to AI-first, as the story's table has it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import (
    AFTER_THE_RESULT,
    Change,
    Claim,
    Measured,
    Reading,
    Rule,
    Verdict,
    change_of_a_year,
    change_of_mix,
)
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.plan_basis import (
    DECIDING,
    SPECIALISTS,
    TOGETHER,
    Figures,
    PlannedFirm,
    centre_figures,
    firm_of,
    sampled_figures,
)
from reallocate.claims.rows.young_people import compute_per_employee
from reallocate.kernel.arrays import LOW, Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR
from reallocate.work.compute import yearly_growth

Interval = tuple[float, float, float]

_BY_DEFINITION = (
    "in the four rows of 'Two operating models' every firm that uses AI moves this way; only how far is "
    "a result"
)
_ROWS = ("growth driver", "core asset", "operational goal", "talent profile")


class _OperatingModel(Claim):
    """How many of the table's four rows move as the story says, from what was observed to the plan."""

    id = "operating-model-turns"
    row = "5"
    effort = 25.0
    statement = "The AI-first firm replaces the legacy firm, in all four rows of the table"
    reading = (
        "rows that move as claimed, in nine of ten draws by more than the smallest change that counts. "
        "Growth driver: yearly growth of headcount falls from the observed years to the plan. Core asset: "
        "people's share of pay and capital expenditure falls from the first observed year to the plan's "
        "last. Announced spending counts at its low end. Operational goal: each position delivers more "
        "work, coordination left out, than in the baseline, which goes on as it is without AI. Talent "
        "profile: a larger share of positions does specialist work or directs AI than at the start. The "
        "smallest change is what a published figure moves in a usual year without AI. These are growth of "
        "US jobs, the company's own share of pay, US output per job, and the mix of US occupations"
    )
    unit = "rows of 4"
    rule = Rule(
        "4 of 4 rows",
        "at most 1 row",
        Verdict.MIXED,
        (3.5, 1.5),
        Change(
            "supported where 4 of 4 rows move, however little, not supported where at most 1 does, else "
            "mixed",
            "a plan that uses AI moves three rows nearly by definition. Announced spending moves the "
            "fourth. A change of nearly nothing counted as a move. How much counts now comes from published "
            "series",
            AFTER_THE_RESULT,
            "2026-11-27",
        ),
        "by definition instead of supported where every draw's plan has fewer positions than its baseline "
        "and announced spending lowers people's share without any plan",
    )
    centre_unit = "share a year by which headcount grows less"
    drivers = DECIDING
    together = TOGETHER
    sources = (
        "Meta's 10-K, 2021 to 2025 (A, C)",
        "guidance for 2026 (C)",
        "the study's plan: O*NET, OEWS (A), capture and adoption (J)",
        "AI chips: Epoch AI, April 2026 (estimates)",
        "headcounts (A to C)",
        "smallest changes: BEA, BLS, the 10-K (A)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """By how much headcount grows less in one plan than in the observed years [share/year].

        context : the study
        """
        return float(_moves_of(firm_of(context), centre_figures(context, parameters))[0])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The count over draws and sources.

        context : the study, how many draws
        """
        moves, least = self._moves(context, parameters), _smallest_changes(context)
        intervals = dict(zip(_ROWS, map(interval, moves.T), strict=True))
        ends = np.array([low for _, low, _ in intervals.values()])
        turned = [name for name, counts in zip(_ROWS, ends > least, strict=True) if counts]
        count = float(len(turned))
        _, low, high = interval((moves > least).sum(axis=1))
        by_rule, first = (super(_OperatingModel, self).verdict_at(n) for n in (count, (ends > 0).sum()))
        alone = _without_a_plan(firm_of(context), sampled_figures(context, parameters))
        by_definition = by_rule is Verdict.SUPPORTED and alone is not None
        finding = (
            f"{_words(firm_of(context), *intervals.values())} Counted from {_least(least)}, {count:.0f} of 4 "
            "rows move as claimed in nine of ten draws" + (f" ({', '.join(turned)})." if turned else ".")
        )
        if alone is not None:
            finding += (
                " Every plan that uses AI has fewer positions for the same work, which nearly by itself "
                f"moves three rows. Announced spending takes people's share to {alone:.0%} with no plan at "
                "all."
            )
        finding += f" {compute_per_employee(context.world)}"
        figures = {
            f"{name}: {end}": value
            for name, values in intervals.items()
            for end, value in zip(("middle", "low", "high"), values, strict=True)
        } | {f"{name}: smallest change": value for name, value in zip(_ROWS, least, strict=True)}
        verdict, reason = (Verdict.BY_DEFINITION, _BY_DEFINITION) if by_definition else (by_rule, "")
        return Measured(count, min(low, count), max(high, count), verdict, finding, figures, reason, first)

    def verdict_at(self, figure: float) -> Verdict:
        """The growth of headcount alone does not say how many rows move.

        figure : as of `centre`
        """
        return self.rule.otherwise

    def point(self, context: ClaimContext, parameters: Parameters) -> Verdict:
        """The rule on the rows that one plan moves.

        context, parameters : as `centre`
        """
        moves = _moves_of(firm_of(context), centre_figures(context, parameters))
        return super().verdict_at((moves > _smallest_changes(context)).sum())

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """The firm's own work alone, without what is spent on its products.

        context, parameters : as `measure`
        """
        each = sampled_figures(context, parameters)
        people = np.array([one.payroll / (one.payroll + one.compute) for one in each])
        middle, low, high = interval(people)
        moves = self._moves(context, parameters)
        moves[:, _ROWS.index("core asset")] = 1.0 - people
        count = float((np.quantile(moves, LOW, axis=0) > _smallest_changes(context)).sum())
        finding = (
            f"people go from all of what the firm's own work costs to {middle:.1%} ({low:.1%} to "
            f"{high:.1%}) in the plan's last year; {count:.0f} of 4 rows move"
        )
        words = "core asset: people against compute in the firm's own work alone"
        return (Reading(words, finding, super().verdict_at(count)),)

    def _moves(self, context: ClaimContext, parameters: Parameters) -> Array:
        """How far each row moves as claimed; (draw, row), above 0 where it does."""
        firm = firm_of(context)
        return np.array([_moves_of(firm, one) for one in sampled_figures(context, parameters)])


def _moves_of(firm: PlannedFirm, one: Figures) -> Array:
    """How far each row of the table moves as the story says; (row), above 0 where it does.

    firm : with its observed years and announced spending
    one : of its plan
    [share/year], [share of spending], [ratio − 1], [share of positions]; in the order of `_ROWS`
    """
    return np.array(
        [
            _observed_growth(firm) - one.headcount_growth,
            _observed_share(firm) - _people_share(firm, one.payroll, one.compute),
            one.work_each - 1.0,
            one.specialists - one.specialists_now,
        ]
    )


@once
def _smallest_changes(context: ClaimContext) -> Array:
    """The smallest change of each row that counts; (row), in the order and units of `_moves_of`.

    context : the world and the study
    What the figure moves in a usual year without AI: growth of US jobs; the company's own share of pay, 0
    where fewer than two of its years have one; US output per job; the mix of US occupations.
    """
    world, shares = context.world, np.array(_observed_shares(firm_of(context)))
    series = world.table("output_series").set_index("quarter")
    jobs, each = (
        pd.Series(np.log(one.to_numpy(dtype=float)), one.index)
        for one in (series["employment"].dropna(), (series["output"] / series["employment"]).dropna())
    )
    kind = world.activities["kind"].reindex(world.content.columns)
    special = world.content.to_numpy()[:, kind.isin(SPECIALISTS).to_numpy()].sum(axis=1)
    return np.array(
        [
            change_of_a_year(jobs.diff(QUARTERS_A_YEAR).dropna()),
            float(np.abs(np.diff(shares)).mean()) if len(shares) > 1 else 0.0,
            change_of_a_year(each),
            change_of_mix(world.table("history"), pd.Series(special, world.content.index)),
        ]
    )


def _least(least: Array) -> str:
    """The smallest changes in words."""
    growth, share, work, talent = least
    return (
        f"{100 * growth:.1f} points of growth, {100 * share:.1f} of people's share, {work:.1%} of work and "
        f"{100 * talent:.2f} points of positions"
    )


def _observed_growth(firm: PlannedFirm) -> float:
    """Yearly growth of headcount from the first to the last observed year [share/year].

    firm : where fewer than two years are given, the growth of its work without AI
    """
    counted = [(one.year, one.headcount) for one in firm.past if one.headcount]
    if len(counted) < 2:
        return firm.setting.options.parameters["demand_growth"]
    (first, before), (last, after) = counted[0], counted[-1]
    return yearly_growth(float(after / before), last - first)


def _observed_share(firm: PlannedFirm) -> float:
    """Employees' share of pay and capital expenditure in the first year with both [share]; else all of it.

    firm : with its observed years
    """
    return next(iter(_observed_shares(firm)), 1.0)


def _observed_shares(firm: PlannedFirm) -> list[float]:
    """Employees' share of pay and capital expenditure in each observed year with both [share]."""
    return [
        one.compensation / (one.compensation + one.capex)
        for one in firm.past
        if one.compensation and one.capex
    ]


def _without_a_plan(firm: PlannedFirm, each: list[Figures]) -> float | None:
    """People's share of spending in the baseline, where no row needs more than the use of AI [share].

    firm : with its observed years and announced spending
    each : of every draw's plan
    None where a draw's plan has no fewer positions than its baseline, or spending alone lowers no share.
    """
    shares = [_people_share(firm, one.base_payroll, 0.0) for one in each]
    fewer = all(one.positions < one.base_positions for one in each)
    lower = all(share < _observed_share(firm) for share in shares)
    return float(np.median(shares)) if fewer and lower else None


def _people_share(firm: PlannedFirm, payroll: float, compute: float) -> float:
    """People's share of pay, compute and announced spending in the plan's last year [share].

    firm : with its announced spending, of which the low end counts
    payroll, compute : of that year [USD million/year]
    Pay is raised to what the last observed year says of it, equity included, so that the same is compared.
    """
    scenario, people = firm.scenario, firm.setting.firm
    announced = scenario.strategic.capex if scenario.strategic is not None else 0.0
    if scenario.funding is not None:
        announced = min(scenario.funding.capex_range)
    average = people.payroll / people.headcount
    pays = [one.compensation / one.headcount for one in firm.past if one.compensation and one.headcount]
    pay = payroll * (pays[-1] / average if pays else 1.0)
    return float(pay / (pay + compute + announced / MILLION))


def _words(firm: PlannedFirm, growth: Interval, share: Interval, work: Interval, talent: Interval) -> str:
    """The four rows in words, each with its interval."""
    before, start = _observed_growth(firm), _observed_share(firm)
    return (
        f"Headcount changes by {before - growth[0]:+.1%} a year from {firm.scenario.start[:4]} to "
        f"{firm.scenario.periods[-1][:4]}, after {before:+.1%}{_observed_years(firm)}; pay's share of "
        f"spending goes from {start:.0%} to {start - share[0]:.0%}, work per "
        f"position changes by {work[0]:+.0%}, specialist positions by {100 * talent[0]:+.1f} points. "
        "The 10th to 90th "
        f"percentiles are {before - growth[2]:+.1%} to {before - growth[1]:+.1%} a year, "
        f"{start - share[2]:.0%} to {start - share[1]:.0%} of spending, {work[1]:+.0%} to {work[2]:+.0%} of "
        f"work and {100 * talent[1]:+.1f} to {100 * talent[2]:+.1f} points."
    )


def _observed_years(firm: PlannedFirm) -> str:
    """The years over which headcount was observed, in words; nothing where there are fewer than two."""
    years = [one.year for one in firm.past if one.headcount]
    return f" from {years[0]} to {years[-1]}" if len(years) > 1 else " without AI"


CLAIM = _OperatingModel()
