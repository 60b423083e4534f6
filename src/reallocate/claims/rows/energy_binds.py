"""Row 11: energy is part of the race."""

from __future__ import annotations

from typing import Any

import numpy as np

from reallocate.claims.basis.claim import (
    LIKELY,
    UNLIKELY,
    ByDraws,
    Measured,
    Reading,
    Rule,
    Verdict,
    by_share,
)
from reallocate.claims.basis.context import ClaimContext, samples
from reallocate.claims.basis.plan_basis import (
    MOST_DRAWS,
    THOUSAND,
    Level,
    Megawatt,
    in_force,
    megawatt,
    spending_per_megawatt,
    worth_of_one_more,
)
from reallocate.firm.model.words import money
from reallocate.kernel.arrays import Array, interval, share_interval
from reallocate.kernel.parameters import Parameters, points

_SOME = 1e-3
"""Worth of a megawatt over the plan that is more than rounding [USD million]."""


class _EnergyBinds(ByDraws):
    """How often one more megawatt is worth more than it costs."""

    id = "energy-binds"
    row = "11"
    effort = 35.0
    statement = "Energy is part of the race"
    reading = (
        "share of draws in which one more megawatt makes the plan cheaper, counted at present value, after "
        "its GPUs, their site and their electricity are paid. It is the share of draws in which the "
        "announced GPUs take more power than there is by then: no price of power tests it. The plan carries "
        "the announced GPUs for products beside the firm's own work. Power is what three years bring: drawn "
        "between as much a "
        "year as was added in the last one, and more by as much as announced spending is raised"
    )
    unit = "share of draws"
    rule = Rule("80% of the draws or more", "20% or fewer", Verdict.MIXED, (LIKELY, UNLIKELY))
    centre_unit = "USD million beyond its cost"
    drivers = ("gpu_power", "gpu_capex", "gpu_lead_time", "power_price", "discount_rate")
    sources = (
        "power added in 2025, about 1 GW (B)",
        "guidance of capital expenditure for 2026 (C)",
        "kW for each GPU: SemiAnalysis InferenceX-app 2026-04 (A); capital for each: Bernstein 2025-10 (X)",
        "that GPUs are worth less the more there are: elasticity 1 (J)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """What one more megawatt is worth beyond its cost in one plan [USD million].

        context : the study
        """
        return worth_of_one_more(context, in_force(context, parameters), Level())

    def verdict_at(self, figure: float) -> Verdict:
        """One more megawatt that is worth more than it costs supports the statement.

        figure : [USD million]
        """
        return by_share(float(figure > _SOME))

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The share of draws, and what so few draws leave open of it.

        context : the study, how many draws
        parameters : in force; what was set is fixed
        """
        each = self._over_samples(context, parameters)
        worth = np.array([one.worth for one in each])
        times = int((worth > _SOME).sum())
        share = times / len(each)
        low, high = (float(end) for end in share_interval(times, len(each)))
        middle, least, most = interval(worth)
        short = float(np.mean([one.wanted > one.power for one in each]))
        power = float(np.median([one.power for one in each]))
        wanted = float(np.median([one.wanted for one in each]))
        verdict = by_share(share)
        alone = by_share(_own_binds(each))
        own = "" if alone is verdict else f"; for the firm's own work alone the claim is {alone}"
        as_often = "then" if short == share else f"in {share:.0%}"
        finding = (
            f"Announced GPUs take more power than is added in {short:.0%} of the draws; one more "
            f"megawatt {as_often} saves {money(middle)} ({money(least)} to {money(most)}){own}. The "
            f"announced GPUs and the firm's own work would take {_power(wanted)} by the end of the plan, and "
            f"{_power(power)} are added by then. The share follows from these two: whether buyers pay more "
            "for power is not tested."
        )
        figures = {
            "worth of one more megawatt beyond its cost [USD million]": middle,
            "power by the end of the plan [MW]": power,
            "power wanted by then [MW]": wanted,
        }
        return Measured(share, low, high, verdict, finding, figures)

    def draws(
        self, context: ClaimContext, parameters: Parameters, dear: float | None = None
    ) -> list[tuple[Parameters, Level]]:
        """Assumptions, and where spending and power lie.

        context, parameters : as `measure`
        dear : [USD million/MW] what one of GPUs takes; its own figure where there is none
        """
        count = min(context.draws, MOST_DRAWS)
        each = samples(parameters, self.drivers, count, context.seed, in_force(context, parameters))
        if dear is not None:
            # USD million a MW are thousand USD a kW.
            each = [one.replace(gpu_capex=THOUSAND * dear * one["gpu_power"]) for one in each]
        levels = (Level(*map(float, point)) for point in points(2, count, context.seed + 1))
        return list(zip(each, levels, strict=True))

    def figure(self, context: ClaimContext, *draw: Any) -> float:
        """What one more megawatt is worth in the plan of one draw [USD million].

        draw : assumptions and level
        """
        return worth_of_one_more(context, *draw)

    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """The share of draws in which it is worth something.

        figures : (draw) [USD million]
        """
        share = float((figures > _SOME).mean())
        return share, by_share(share)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """The firm's own work alone; and power that keeps step with spending as in the last year.

        context, parameters : as `measure`
        """
        each = self._over_samples(context, parameters)
        middle, least, most = interval(np.array([one.own for one in each]))
        binds = _own_binds(each)
        takes = f"it takes {_power(middle)} ({_power(least)} to {_power(most)})"
        finding = f"{takes}; power is short in {binds:.0%} of the draws"
        own = Reading("the firm's own work alone, without GPUs for products", finding, by_share(binds))
        if (dear := spending_per_megawatt(context)) is None:
            return (own,)
        share = self._share(context, parameters, dear)
        words = (
            f"a megawatt of GPUs takes USD {dear:.0f} million, all capital expenditure of the last "
            "observed year for the power added in it, instead of GPUs and their site alone"
        )
        finding = f"one more is worth more than it costs in {share:.0%} of the draws"
        return own, Reading(words, finding, by_share(share))

    def _share(self, context: ClaimContext, parameters: Parameters, dear: float) -> float:
        """Share of draws in which one more megawatt is worth more than it costs."""
        draws = self.draws(context, parameters, dear)
        return self.judged(np.array([self.figure(context, *one) for one in draws]))[0]

    def _over_samples(self, context: ClaimContext, parameters: Parameters) -> list[Megawatt]:
        """One more megawatt in every draw."""
        return [megawatt(context, *one) for one in self.draws(context, parameters)]


def _power(megawatts: float) -> str:
    """Power for readers."""
    return f"{megawatts / THOUSAND:,.1f} GW" if megawatts >= THOUSAND else f"{megawatts:.3g} MW"


def _own_binds(each: list[Megawatt]) -> float:
    """Share of draws in which the firm's own work alone takes all the power that there is."""
    return float(np.mean([one.own >= one.power for one in each]))


CLAIM = _EnergyBinds()
