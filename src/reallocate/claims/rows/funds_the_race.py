"""Row 1: payroll that is freed pays for compute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from reallocate.claims.basis.claim import MADE_EXACT, ByDraws, Change, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import (
    DECIDING,
    TOGETHER,
    Figures,
    PlannedFirm,
    announced_cut,
    centre_figures,
    figures_of,
    firm_of,
    plan_samples,
    sampled_figures,
)
from reallocate.firm.model.words import money
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION

_HALF, _TENTH = 0.5, 0.1
_YEARS = 3


class _FundsTheRace(ByDraws):
    """What payroll frees over the plan, beside the rise of capital expenditure before it."""

    id = "payroll-funds-compute"
    row = "1"
    effort = 25.0
    statement = "Headcount is traded for compute: payroll freed pays for GPUs and energy"
    reading = (
        "payroll that the firm's best plan frees in three years against going on as it is (the baseline), "
        "less what exits cost, as a share of three times the rise of yearly capital expenditure from the "
        "first to the last of the three years before the plan: money of three years beside money of three "
        "years. All capital expenditure is taken as compute"
    )
    unit = "share of three years' rise of capital expenditure"
    rule = Rule(
        "the median is 50% or more",
        "the median is below 10%",
        Verdict.MIXED,
        (_HALF, _TENTH),
        Change(
            "freed cash over three years, net of exit costs, over the increase of compute cash over the "
            "three years before",
            "it does not say whether the increase counts once or in each of three years; now it counts three "
            "times, so that money of three years stands beside money of three years; its verdict is that of "
            "counting once",
            MADE_EXACT,
            "2026-11-25",
        ),
    )
    drivers = DECIDING
    together = TOGETHER
    sources = (
        "Meta, 10-K for 2023 to 2025: capital expenditure (A); guidance for 2026 (C)",
        "the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",
        "cash pay per head 2025, 10-K (X)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The share in one plan.

        context : the study
        """
        return _freed(centre_figures(context, parameters)) / (_YEARS * _yearly_rise(firm_of(context)))

    def draws(self, context: ClaimContext, parameters: Parameters) -> list[tuple[Parameters, str]]:
        """Assumptions and a source of reach.

        context, parameters : as `measure`
        """
        return plan_samples(context, parameters, DECIDING)

    def figure(self, context: ClaimContext, *draw: Any) -> float:
        """The share in the plan of one draw.

        draw : assumptions and source
        """
        return _freed(figures_of(context, *draw)) / (_YEARS * _yearly_rise(firm_of(context)))

    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """By the median.

        figures : (draw) [share of three years' rise]
        """
        return self.judged_by_median(figures)

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The share over draws and sources.

        context : the study, how many draws
        """
        yearly = _yearly_rise(firm_of(context))
        net = np.array([_freed(one) for one in sampled_figures(context, parameters)])
        middle, low, high = interval(net / (_YEARS * yearly))
        freed, least, most = map(money, interval(net))
        one_year = float(np.median(net)) / yearly
        first = self.verdict_at(one_year)
        finding = (
            f"In three years the plan frees {freed} of payroll net of exit costs ({least} to {most}), or "
            f"{middle:.1%} ({low:.1%} to {high:.1%}) of the rise in capital expenditure over these years. "
            f"It is {one_year:.1%} of one year's rise. Yearly capital expenditure rose by {money(yearly)}, "
            f"three years of which are {money(_YEARS * yearly)}. Counted once, the claim is {first}."
        )
        figures = {
            "freed less exits over the plan [USD million]": float(np.median(net)),
            "rise of yearly capital expenditure [USD million/year]": yearly,
        }
        return Measured(middle, low, high, self.verdict_at(middle), finding, figures, first_verdict=first)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Against other increases, with all cash counted, and the announced cut instead of the plan.

        context, parameters : as `measure`
        """
        yearly, further = _yearly_rise(firm_of(context)), _guided_rise(firm_of(context))
        each = sampled_figures(context, parameters)
        net, saved = np.transpose([(_freed(one), one.saved) for one in each])
        shares = {
            "three years' freed payroll against the rise of a single year": net / yearly,
            "net of all that the plan costs, systems and training too": saved / (_YEARS * yearly),
        }
        if further is not None:
            words = "against capital expenditure as guided, for three years, less that of the three years "
            shares[f"{words}before"] = net / further
        intervals = {words: interval(values) for words, values in shares.items()}
        readings = [
            Reading(words, f"{middle:.1%} ({low:.1%} to {high:.1%})", self.verdict_at(middle))
            for words, (middle, low, high) in intervals.items()
        ]
        return (*readings, *self._announced(context, parameters, yearly))

    def _announced(self, context: ClaimContext, parameters: Parameters, yearly: float) -> Iterator[Reading]:
        """The announced exits pro rata, positions closed, at the study's pay and the highest pay it names."""
        scenario, people = firm_of(context).scenario, firm_of(context).setting.firm
        if scenario.announced is None or not scenario.announced.exits:
            return
        count, average = scenario.announced.exits, round(people.payroll / people.headcount)
        highest = [] if scenario.funding is None else [max(scenario.funding.pay_settings)]
        for pay in sorted({average, *highest}):
            if (cut := announced_cut(context, parameters, count, pay / average)) is None:
                continue
            share, one_year = (_freed(cut) / (years * yearly) for years in (_YEARS, 1))
            yield Reading(
                f"the {count:,.0f} announced exits in proportion to headcount instead of the plan, at "
                f"USD {pay:,.0f} a head a year",
                f"{money(_freed(cut))} in three years, {share:.1%}; against the rise of a single year "
                f"{one_year:.1%}",
                self.verdict_at(share),
            )


def _yearly_rise(firm: PlannedFirm) -> float:
    """Capital expenditure of the last of the three years before the plan less the first's [USD million/year].

    firm : with its observed years
    Raises `InputError` where fewer than two of them are given.
    """
    spent = _spent(firm)
    if len(spent) < 2:
        what = "a rise of capital expenditure needs two observed years"
        remedy = "Give capital expenditure of the years before the plan."
        raise InputError(Problem(what, "[[past]] capex", remedy))
    return spent[-1] - spent[0]


def _spent(firm: PlannedFirm) -> list[float]:
    return [one.capex / MILLION for one in firm.past if one.capex is not None][-_YEARS:]


def _guided_rise(firm: PlannedFirm) -> float | None:
    """Three years as guided less the three years observed [USD million]; none where either is not given."""
    spent, guided = _spent(firm), firm.scenario.strategic
    if guided is None or len(spent) < _YEARS:
        return None
    return _YEARS * guided.capex / MILLION - sum(spent)


def _freed(one: Figures) -> float:
    """Freed payroll less exits [USD million]."""
    return one.freed - one.exits


CLAIM = _FundsTheRace()
