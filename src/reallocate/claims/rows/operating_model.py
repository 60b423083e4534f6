"""Row 5: the operating model turns from legacy to AI-first, as the story's table has it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.claims.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.ground import ClaimGround
from reallocate.claims.plan_figures import Figures
from reallocate.claims.plan_ground import (
    DECIDING,
    TOGETHER,
    PlannedFirm,
    centre_figures,
    drawn_figures,
    firm_of,
)
from reallocate.claims.verdicts import by_threshold, interval
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

ALL_FOUR, AT_MOST_ONE = 4.0, 2.0
MILLION = 1e6
ROWS = ("growth driver", "core asset", "operational goal", "talent profile")


class OperatingModel(Claim):
    """How many of the table's four rows move as the story says, from what was observed to the plan."""

    id = "operating-model-turns"
    row = "5"
    statement = "The AI-first firm replaces the legacy firm, in all four rows of the table"
    reading = (
        "rows that move as claimed, so that no change lies outside the interval: yearly growth of headcount "
        "falls from the observed years to the plan; people's share of pay and capital expenditure falls "
        "from the first observed year to the plan's last, at the low end of announced spending; more work "
        "is delivered per position, coordination left out, than in the baseline, going on as it is without "
        "AI; a larger share of positions does specialist work or directs AI than at the start"
    )
    unit = "rows of 4"
    rule = Rule("4 of 4 rows", "at most 1 row", Verdict.MIXED, (3.5, 1.5))
    drivers = DECIDING
    together = TOGETHER
    sources = (
        "Meta, 10-K for 2021 to 2025: headcount, compensation, capital expenditure (A, C)",
        "guidance of capital expenditure for 2026 (C)",
        "the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",
    )

    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """By how much headcount grows less in one plan than in the observed years [share/year].

        ground : the study
        parameters : in force
        """
        return float(moves_of(firm_of(ground), centre_figures(ground, parameters))[0])

    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The count over draws and sources.

        ground : the study, how many draws
        parameters : in force
        """
        moves = self._moves(ground, parameters)
        found = [interval(column) for column in moves.T]
        held = np.array([low > 0 for _, low, _ in found])
        count = float(held.sum())
        _, low, high = interval((moves > 0).sum(axis=1).astype(np.float64))
        turned = [name for name, does in zip(ROWS, held, strict=True) if does]
        says = (
            f"{count:.0f} of 4 rows move as claimed in nine of ten draws or more"
            + (f" ({', '.join(turned)})" if turned else "")
            + f": {_words(firm_of(ground), found)} That a plan "
            "which uses AI moves three of them this way is nearly a matter of definition, and announced "
            "spending moves people's share: how far they move is the finding."
        )
        parts: dict[str, float | str] = {}
        for name, (middle, least, most) in zip(ROWS, found, strict=True):
            parts |= {f"{name}: middle": middle, f"{name}: low": least, f"{name}: high": most}
        verdict = by_threshold(count, ALL_FOUR, AT_MOST_ONE)
        return Measured(count, min(low, count), max(high, count), verdict, says, parts)

    def readings(self, ground: ClaimGround, parameters: Parameters) -> tuple[Reading, ...]:
        """The firm's own work alone, without what is spent on its products.

        ground, parameters : as `measure`
        """
        found = drawn_figures(ground, parameters)
        people = np.array([one.payroll / (one.payroll + one.compute) for one in found])
        middle, low, high = interval(people)
        moves = self._moves(ground, parameters)
        moves[:, ROWS.index("core asset")] = 1.0 - people
        count = float((np.quantile(moves, 0.1, axis=0) > 0).sum())
        finding = (
            f"people go from all of what the firm's own work costs to {middle:.1%} ({low:.1%} to "
            f"{high:.1%}) in the plan's last year; {count:.0f} of 4 rows move"
        )
        words = "core asset: people against compute in the firm's own work alone"
        return (Reading(words, finding, by_threshold(count, ALL_FOUR, AT_MOST_ONE)),)

    def _moves(self, ground: ClaimGround, parameters: Parameters) -> Array:
        """How far each row moves as claimed; (draw, row), above 0 where it does."""
        firm = firm_of(ground)
        return np.array([moves_of(firm, one) for one in drawn_figures(ground, parameters)])


def moves_of(firm: PlannedFirm, one: Figures) -> Array:
    """How far each row of the table moves as the story says; (row), above 0 where it does.

    firm : with its observed years and announced spending
    one : of its plan
    [share/year], [share of spending], [ratio − 1], [share of positions]; in the order of `ROWS`
    """
    return np.array(
        [
            observed_growth(firm) - one.headcount_growth,
            observed_share(firm) - people_share(firm, one),
            one.work_each - 1.0,
            one.specialists - one.specialists_now,
        ]
    )


def observed_growth(firm: PlannedFirm) -> float:
    """Yearly growth of headcount from the first to the last observed year [share/year].

    firm : where fewer than two years are given, the growth of its work without AI
    """
    seen = [(one.year, one.headcount) for one in firm.past if one.headcount]
    if len(seen) < 2:
        return firm.setting.options.parameters["demand_growth"]
    (first, before), (last, after) = seen[0], seen[-1]
    return float((after / before) ** (1 / (last - first)) - 1)


def observed_share(firm: PlannedFirm) -> float:
    """Employees' share of pay and capital expenditure in the first year with both [share]; else all of it.

    firm : with its observed years
    """
    seen = [
        one.compensation / (one.compensation + one.capex)
        for one in firm.past
        if one.compensation and one.capex
    ]
    return float(seen[0]) if seen else 1.0


def people_share(firm: PlannedFirm, one: Figures) -> float:
    """People's share of pay, compute and announced spending in the plan's last year [share].

    firm : with its announced spending, of which the low end counts
    one : of its plan
    Pay is raised to what the last observed year says of it, equity included, so that the same is compared.
    """
    scenario = firm.scenario
    announced = scenario.strategic.capex if scenario.strategic is not None else 0.0
    if scenario.funding is not None:
        announced = min(scenario.funding.capex_range)
    seen = [past for past in firm.past if past.compensation and past.headcount]
    people = firm.setting.firm
    factor = 1.0
    if seen:
        last = seen[-1]
        factor = (last.compensation or 0.0) / (last.headcount or 1.0) / (people.payroll / people.headcount)
    pay = factor * one.payroll
    return float(pay / (pay + one.compute + announced / MILLION))


def _words(firm: PlannedFirm, found: list[tuple[float, float, float]]) -> str:
    """The four rows in words, each with its interval."""
    growth, share, work, talent = found
    before, seen = observed_growth(firm), observed_share(firm)
    return (
        f"headcount changes by {before - growth[0]:+.1%} a year ({before - growth[2]:+.1%} to "
        f"{before - growth[1]:+.1%}) after {before:+.1%} in the observed years; people's share of pay, "
        f"compute and announced capital expenditure goes from {seen:.0%} to {seen - share[0]:.0%} "
        f"({seen - share[2]:.0%} to {seen - share[1]:.0%}); work per position {work[0]:+.0%} "
        f"({work[1]:+.0%} to {work[2]:+.0%}); specialist and AI-directing positions {100 * talent[0]:+.1f} "
        f"points of all ({100 * talent[1]:+.1f} to {100 * talent[2]:+.1f})."
    )


CLAIM = OperatingModel()
