"""Row 9: the cut jobs do not come back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.claims.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.ground import ClaimGround, decided_by
from reallocate.claims.plan_ground import drawn, firm_of, in_force, options_with, source_of, told_from_one
from reallocate.claims.verdicts import interval
from reallocate.plan.joint import decided, fixed_cells
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.program import build
from reallocate.plan.recourse import Held
from reallocate.plan.solve import SOME, solve
from reallocate.plan.solver import Solver
from reallocate.study.outlooks import shipped_outlooks
from reallocate.work.parameters import Parameters

FEW, MOST = 0.2, 0.6
EIGHT = 8
SHORTEST = 12
REVERSAL = "reversal"
PRICES = ("api_price_growth", "rent_price_growth")
ROUNDING = 1e-4
"""By which decisions may differ from what was decided, so that a solver's rounding makes none impossible
[FTE, GPUs, thousand hours]."""
NOTHING = 1e-6
"""Share that is a solver's rounding."""
OBSERVED = "laid-off staff later rehired by the same firm (Visier)"


@dataclass(frozen=True)
class Returned:
    """What became of the cut jobs after a reversal.

    cut : positions fewer than in the baseline when it came [FTE]
    after : the same eight quarters later [FTE]
    unbroken : the same eight quarters later without a reversal [FTE]
    """

    cut: float
    after: float
    unbroken: float

    @property
    def back(self) -> float:
        """Share of the jobs gone without a reversal that are there with it."""
        share = (self.unbroken - self.after) / self.unbroken if self.unbroken > 0 else 0.0
        return share if abs(share) > NOTHING else 0.0

    @property
    def back_of_gone(self) -> float:
        """Share of the jobs gone when it came that are back; 0 where further jobs have gone."""
        return max(self.cut - self.after, 0.0) / self.cut if self.cut > 0 else 0.0


class Permanent(Claim):
    """How many of the cut jobs return when what systems can do falls back and tokens grow dear."""

    id = "permanent"
    row = "9"
    statement = "The change is permanent, not temporary"
    reading = (
        "share of the cut jobs that are there again eight quarters after a reversal: the firm follows its "
        "best plan until what systems can do falls back to today's and tokens grow dearer by half a year; "
        "hires, layoffs, GPUs and systems up to then stand, and the rest is planned anew; cut jobs are those "
        "that would be gone by then without a reversal, against the baseline of the same quarter, so that "
        "growth is no return"
    )
    unit = "share of the cut jobs"
    rule = Rule("the middle is below 20%", "the middle is above 60%", Verdict.MIXED, (FEW, MOST))
    drivers = (
        "good_deliverable",
        "review_hours",
        "capture",
        "reversal_quarter",
        "adoption_midpoint",
        "tooling_difficulty",
        "quits_per_month",
    )
    sources = (
        "the study's plan: O*NET 30.1, OEWS May 2025 (A), capture and adoption (J)",
        "the outlook 'reversal' that ships with its reasons (J)",
        "Visier 2025 on people hired again by the same firm (B)",
    )

    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """The middle of the draws, told from one plan.

        ground : the study
        parameters : in force
        """
        start, source = Parameters.default(), source_of(ground)
        here, usual = (returned(ground, in_force(ground, one), source).back for one in (parameters, start))
        return told_from_one(here, usual, [one.back for one in self._drawn(ground, start)])

    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The share over draws and sources.

        ground : the study, how many draws
        parameters : in force
        """
        found = self._drawn(ground, parameters)
        middle, low, high = interval(np.array([one.back for one in found]))
        cut, unbroken, after = (
            float(np.median([getattr(one, name) for one in found])) for name in ("cut", "unbroken", "after")
        )
        says = (
            f"Eight quarters after a reversal {middle:.0%} of the cut jobs are there again ({low:.0%} to "
            f"{high:.0%}): in the middle of the draws the firm had {cut:,.0f} positions fewer than the "
            f"baseline when it came, would have had {unbroken:,.0f} fewer two years later, and has "
            f"{after:,.0f} fewer."
        )
        parts: dict[str, float | str] = {
            "positions fewer at the reversal [FTE]": cut,
            "positions fewer eight quarters later without it [FTE]": unbroken,
            "positions fewer eight quarters later [FTE]": after,
        }
        return Measured(middle, low, high, judged(middle), says, parts)

    def readings(self, ground: ClaimGround, parameters: Parameters) -> tuple[Reading, ...]:
        """Of the jobs that were gone when it came, with prices alone, and what was observed.

        ground, parameters : as `measure`
        """
        here, source = in_force(ground, parameters), source_of(ground)
        gone = [one.back_of_gone for one in self._drawn(ground, parameters)]
        dear = {name: here.about(name).high for name in PRICES}
        priced = after_a_turn(ground, here, source, "", tuple(dear.items())).back
        readings = [
            Reading(
                "only jobs that were gone when the reversal came, none of those not yet cut",
                f"{float(np.median(gone)):.0%} of them; further jobs go in {_below(gone):.0%} of the draws, "
                "since the systems still save hours and go on being installed",
                judged(float(np.median(gone))),
            ),
            Reading(
                "prices alone reverse, as assumed otherwise: tokens and rents rise as fast as held possible",
                f"{priced:.0%} of the cut jobs are there again",
                judged(priced),
            ),
        ]
        if (seen := _observed(ground)) is not None:
            words = "observed: people hired again by the firm that laid them off, for whatever reason"
            readings.append(Reading(words, f"{seen:.1%} of them", judged(seen)))
        return tuple(readings)

    def _drawn(self, ground: ClaimGround, parameters: Parameters) -> list[Returned]:
        return [returned(ground, *one) for one in drawn(ground, parameters, self.drivers)]


def _below(shares: list[float]) -> float:
    """Share of the draws in which further jobs have gone."""
    return float(np.mean([share <= 0.0 for share in shares]))


def judged(share: float) -> Verdict:
    """The verdict on a share of jobs that are back.

    share : [share of the cut jobs]
    """
    if share < FEW:
        return Verdict.SUPPORTED
    return Verdict.NOT_SUPPORTED if share > MOST else Verdict.MIXED


def returned(ground: ClaimGround, parameters: Parameters, source: str) -> Returned:
    """The plan, a reversal on its way, and what follows best.

    ground : the study
    parameters : in force
    source : of reach
    """
    outlook = next(one for one in shipped_outlooks() if one.capability == REVERSAL)
    return after_a_turn(ground, parameters, source, REVERSAL, tuple((outlook.changes or {}).items()))


def after_a_turn(
    ground: ClaimGround,
    parameters: Parameters,
    source: str,
    capability: str,
    changes: tuple[tuple[str, float], ...],
) -> Returned:
    """The plan, another capability and other assumptions on its way, and what follows best.

    ground : the study
    parameters : in force
    source : of reach
    capability : trend, plateau, fast or reversal; as assumed where it is empty
    changes : (name, [its own unit]) assumptions that then differ
    """
    key = ("returned", source, capability, changes, decided_by(parameters))
    found: Returned = ground.once(
        key, lambda: _returned(ground, options_with(ground, parameters, source), capability, dict(changes))
    )
    return found


def _returned(ground: ClaimGround, options: Options, capability: str, changes: dict[str, float]) -> Returned:
    """The plan up to the reversal stands; the best that follows it under what then holds.

    Work may be left undone at its price, since what was decided must stay possible.
    """
    setting = firm_of(ground).setting
    until = max(round(options.parameters["reversal_quarter"]), 1)
    long = replace(
        options,
        quarters=max(SHORTEST, until + EIGHT),
        levers=replace(options.levers, dropping=True),
    )
    base = setting.baseline(long)
    plan = solve(setting.inputs(long, base), choose=False).outcome
    other = replace(
        long,
        capability=capability or long.capability,
        parameters=long.parameters.replace(**changes),
    )
    program = build(setting.inputs(other, base))
    after = _follow(plan, Held(program, Solver(program.model), until))
    at, later = until - 1, until + EIGHT - 1
    return Returned(_fewer(base, plan, at), _fewer(base, after, later), _fewer(base, plan, later))


def _follow(plan: Outcome, other: Held) -> Outcome:
    """The best that can follow a plan in another outlook, what was decided before held to rounding.

    plan : whose first quarters stand
    other : outlook that then shows
    """
    for name, variable in decided(other.program, other.quarters).items():
        chosen = getattr(plan, name)
        value = (chosen[fixed_cells(plan.inputs)] if name == "with_ai" else chosen)[..., : other.quarters]
        rounding = 0.0 if name == "layoffs" else ROUNDING
        low = np.maximum(value - rounding, variable.lower.values)
        high = np.minimum(value + rounding, variable.upper.values)
        other.solver.bound(variable, np.minimum(low, high), high)
    return other.least(may_close=plan.layoffs[:, : other.quarters].sum() <= SOME)


def _fewer(base: Outcome, plan: Outcome, quarter: int) -> float:
    return float(base.positions[quarter] - plan.positions[quarter])


def _observed(ground: ClaimGround) -> float | None:
    tables = ground.world.tables
    if "rehiring" not in tables:
        return None
    table: pd.DataFrame = ground.world.table("rehiring")
    seen = table.loc[table["measure"] == OBSERVED, "value"]
    return float(seen.iloc[0]) if len(seen) else None


CLAIM = Permanent()
