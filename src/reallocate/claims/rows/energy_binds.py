"""Row 11: energy is part of the race."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import beta

from reallocate.claims.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.ground import ClaimGround, decided_by
from reallocate.claims.plan_ground import PlannedFirm, firm_of, in_force, options_with, source_of
from reallocate.errors import InputError, Problem
from reallocate.plan.explain import money
from reallocate.plan.limits import change_of_cost, limits_of
from reallocate.plan.options import Products
from reallocate.plan.solve import solve
from reallocate.work.draws import draw, points
from reallocate.work.parameters import Parameters

MOST, FEW = 0.8, 0.2
MILLION, THOUSAND = 1e6, 1e3
QUARTERS = 4
MOST_DRAWS = 16
POWER = "power for own GPUs"
COMPANY, ADDED = "Meta", "compute_power_added_target"
"""Whose figures the shipped study stands on, and the power that it added in a year."""
SOME = 1e-3
"""Worth of a megawatt over the plan that is more than rounding [USD million]."""


@dataclass(frozen=True)
class Megawatt:
    """One more megawatt in one plan.

    worth : by how much it lowers net present cost, GPUs, their site and their electricity paid [USD million]
    power : that there is at the end of the plan [MW]
    wanted : that the announced GPUs and the firm's own work would take by then [MW]
    own : of that, for the firm's own work [MW]
    """

    worth: float
    power: float
    wanted: float
    own: float


@dataclass(frozen=True)
class Level:
    """Where spending and power lie between their ends.

    spending, power : [share of the way] from the low to the high end
    """

    spending: float = 0.5
    power: float = 0.5


class EnergyBinds(Claim):
    """How often one more megawatt is worth more than it costs."""

    id = "energy-binds"
    row = "11"
    statement = "Energy is part of the race"
    reading = (
        "share of draws in which one more megawatt lowers the net present cost of the plan, GPUs, their "
        "site and their electricity paid; the plan carries the announced GPUs for products beside the firm's "
        "own work, and power is what three years bring: between the power added in the last year again in "
        "each of them, and that raised as announced spending is"
    )
    unit = "share of draws"
    rule = Rule("80% of the draws or more", "20% or fewer", Verdict.MIXED, (0.5,))
    drivers = ("gpu_power", "gpu_capex", "gpu_lead_time", "power_price", "discount_rate")
    sources = (
        "power added in 2025, about 1 GW (B)",
        "guidance of capital expenditure for 2026 (C)",
        "kW for each GPU: SemiAnalysis InferenceX-app 2026-04 (A); capital for each: Bernstein 2025-10 (X)",
        "that GPUs are worth less the more there are: elasticity 1 (J)",
    )

    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """1 where one more megawatt is worth more than it costs in one plan, else 0.

        ground : the study
        parameters : in force
        """
        return float(megawatt(ground, in_force(ground, parameters), Level()).worth > SOME)

    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The share of draws, and what so few draws leave open of it.

        ground : the study, how many draws
        parameters : in force; what was set is held
        """
        found = self._drawn(ground, parameters)
        worth = np.array([one.worth for one in found])
        times = int((worth > SOME).sum())
        share = times / len(found)
        low, high = beta.ppf([0.1, 0.9], times + 0.5, len(found) - times + 0.5)
        middle, least, most = np.quantile(worth, [0.5, 0.1, 0.9])
        there, wanted = (
            float(np.median([getattr(one, name) for one in found])) for name in ("power", "wanted")
        )
        says = (
            f"In {share:.0%} of the draws one more megawatt is worth more than it costs: {money(middle)} "
            f"beyond its cost ({money(least)} to {money(most)}). The announced GPUs and the firm's own "
            f"work would take {_power(wanted)} by the end of the plan, and {_power(there)} "
            "come."
        )
        verdict = judged(share)
        if (alone := judged(_own_binds(found))) is not verdict:
            says += f" For the firm's own work alone it is {alone}: the definition decides."
        parts: dict[str, float | str] = {
            "worth of one more megawatt beyond its cost [USD million]": float(middle),
            "power by the end of the plan [MW]": there,
            "power wanted by then [MW]": wanted,
        }
        return Measured(share, float(low), float(high), verdict, says, parts)

    def readings(self, ground: ClaimGround, parameters: Parameters) -> tuple[Reading, ...]:
        """The firm's own work alone; and power that keeps step with spending as in the last year.

        ground, parameters : as `measure`
        """
        found = self._drawn(ground, parameters)
        own = np.array([one.own for one in found])
        binds = _own_binds(found)
        readings = [
            Reading(
                "the firm's own work alone, without GPUs for products",
                f"it takes {float(np.median(own)):.1f} MW ({float(np.quantile(own, 0.1)):.1f} to "
                f"{float(np.quantile(own, 0.9)):.1f}); power is short in {binds:.0%} of the draws",
                judged(binds),
            )
        ]
        if (dear := _spending_per_megawatt(ground)) is not None:
            worth = np.array([one.worth for one in self._drawn(ground, parameters, dear)])
            share = float((worth > SOME).mean())
            readings.append(
                Reading(
                    f"a megawatt of GPUs takes USD {dear:.0f} million, all capital expenditure of the last "
                    "observed year for the power added in it, instead of GPUs and their site alone",
                    f"one more is worth more than it costs in {share:.0%} of the draws",
                    judged(share),
                )
            )
        return tuple(readings)

    def _drawn(
        self, ground: ClaimGround, parameters: Parameters, dear: float | None = None
    ) -> list[Megawatt]:
        """One more megawatt in every draw; `dear` [USD million/MW] is what one of GPUs takes, where given."""
        here = in_force(ground, parameters)
        free = [name for name in self.drivers if not parameters.about(name).is_own]
        count = min(ground.draws, MOST_DRAWS)
        rows = draw(here, free, count, ground.seed).to_dict("records") if free else [{}] * count
        levels = points(2, count, ground.seed + 1)
        found = []
        for row, (spending, power) in zip(rows, levels, strict=True):
            chosen = here.replace(**{str(name): float(value) for name, value in row.items()})
            if dear is not None:
                # USD million a MW are thousand USD a kW.
                chosen = chosen.replace(gpu_capex=THOUSAND * dear * chosen["gpu_power"])
            found.append(megawatt(ground, chosen, Level(float(spending), float(power))))
        return found


def _power(megawatts: float) -> str:
    """Power for readers."""
    return f"{megawatts / THOUSAND:,.1f} GW" if megawatts >= THOUSAND else f"{megawatts:,.1f} MW"


def _own_binds(found: list[Megawatt]) -> float:
    """Share of draws in which the firm's own work alone takes all the power that there is."""
    return float(np.mean([one.own >= one.power for one in found]))


def judged(share: float) -> Verdict:
    """The verdict on a share of draws.

    share : in which one more megawatt is worth more than it costs
    """
    if share >= MOST:
        return Verdict.SUPPORTED
    return Verdict.NOT_SUPPORTED if share <= FEW else Verdict.MIXED


def power_ends(ground: ClaimGround) -> tuple[float, float]:
    """Power that comes by the end of the plan, low and high [MW].

    ground : the study; its own limit where it gives one, else the company's published additions
    low: a year's addition in each year of the plan; high: that · announced ÷ last observed spending
    Raises `InputError` where neither is at hand.
    """
    firm = firm_of(ground)
    given = firm.setting.options.limits.megawatts
    if given is not None:
        return given, given
    years = firm.setting.options.quarters / QUARTERS
    low = years * _added(ground)
    seen = [one.capex for one in firm.past if one.capex]
    wanted = firm.scenario.strategic
    rise = wanted.capex / seen[-1] if wanted is not None and seen else 1.0
    return low, low * max(rise, 1.0)


def _added(ground: ClaimGround) -> float:
    """Power that the company added in a year [MW]."""
    if "company_series" in ground.world.tables:
        table = ground.world.table("company_series")
        seen = table.loc[(table["company"] == COMPANY) & (table["metric"] == ADDED), "value"]
        if len(seen):
            return float(seen.iloc[-1]) * THOUSAND
    raise InputError(
        Problem("no power is given", "[compute] megawatts", "Give the megawatts that there are for GPUs.")
    )


def _spending_per_megawatt(ground: ClaimGround) -> float | None:
    """Capital expenditure of the last observed year for each megawatt added in it [USD million/MW]."""
    firm = firm_of(ground)
    seen = [one.capex for one in firm.past if one.capex]
    if not seen or firm.setting.options.limits.megawatts is not None:
        return None
    return seen[-1] / MILLION / _added(ground)


def megawatt(ground: ClaimGround, parameters: Parameters, level: Level) -> Megawatt:
    """What one more megawatt is worth in one plan.

    ground : the study
    parameters : in force
    level : of spending and power
    """
    key = ("megawatt", level, decided_by(parameters))
    found: Megawatt = ground.once(key, lambda: _megawatt(ground, parameters, level))
    return found


def _megawatt(ground: ClaimGround, parameters: Parameters, level: Level) -> Megawatt:
    firm = firm_of(ground)
    setting = firm.setting
    low, high = power_ends(ground)
    power = low + level.power * (high - low)
    products = _wanted(firm, level.spending)
    options = options_with(ground, parameters, source_of(ground))
    free = replace(options, products=products, limits=replace(options.limits, megawatts=None))
    unlimited = solve(setting.inputs(free), choose=False).outcome
    own = float(unlimited.owned.max()) * unlimited.inputs.prices.power
    wanted = own + float(unlimited.products_had.max(initial=0.0)) * unlimited.inputs.prices.power
    limited = replace(free, limits=replace(free.limits, megawatts=power))
    now = solve(setting.inputs(limited), choose=False)
    limit = next(one for one in limits_of(limited) if one.name == POWER)
    change = change_of_cost(setting, limited, limit, now.outcome, now, limit.step)
    return Megawatt(max(0.0, -(change or 0.0)), power, wanted, own)


def _wanted(firm: PlannedFirm, level: float) -> Products | None:
    """GPUs for products at a level of the announced spending."""
    wanted = firm.scenario.strategic
    if wanted is None:
        return None
    asked = firm.scenario.funding
    low, high = asked.capex_range if asked is not None else (wanted.capex, wanted.capex)
    return Products((low + level * (high - low)) / MILLION, wanted.elasticity)


CLAIM = EnergyBinds()
