"""Other readings of row 9: which reversal comes and when, what was cut too far, what a market gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import Reading
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.over_cut import on_average
from reallocate.claims.basis.reversal_market import market_returned
from reallocate.claims.basis.reversal_plan import (
    FEW,
    STALLS,
    Returned,
    Reversal,
    judged,
    returned,
    shipped_reversal,
)
from reallocate.measure.quantiles import interval
from reallocate.plan.explain import money
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

OverDraws = Callable[[Reversal], list[Returned]]

LATE = 16
"""Quarters until what is to be installed is, nearly, under the assumptions that ship."""
TIMES = (2, 8, 16, 32, 64, 128)
"""How many times as dear tokens and rents are tried."""
WORTH_SAYING = 0.5
"""[USD million]"""
MILLION = 1e6
OBSERVED = "laid-off staff later rehired by the same firm (Visier)"


def added_up(found: Sequence[Returned]) -> Reading:
    """The jobs of all draws together, instead of the median draw.

    found : (draw)
    """
    gone = sum(one.unbroken for one in found)
    there = sum(one.unbroken - one.after for one in found)
    share = there / gone if gone > 0 else 0.0
    return Reading(
        "the jobs of all draws added up, so that a draw counts for more the more jobs it cuts",
        f"{share:.1%} of them are there",
        judged(share),
    )


def gone_only(found: Sequence[Returned]) -> Reading:
    """Of the jobs that were gone when it came; what has become of the others.

    found : (draw)
    """
    gone = _middle(found, "back_of_gone")
    more = np.mean([one.back_of_gone <= 0.0 for one in found])
    return Reading(
        "only jobs that were gone when the reversal came, none of those not yet cut",
        f"{gone:.0%} of them are back eight quarters later, {_range(found, 'back_meanwhile')} at the most in "
        f"between. Systems by themselves do {_range(found, 'alone')} of the hours that they would do had "
        f"nothing turned. People work with AI in {_middle(found, 'with_ai'):.0%} of the hours that they "
        f"would, and more systems for that are put up: in {more:.0%} of the draws more jobs are gone in "
        f"the end. {_missing(found)}",
        judged(gone),
    )


def _missing(found: Sequence[Returned]) -> str:
    """How the positions that are still missing went, on average over draws."""
    after, left, laid_off = (
        float(np.mean([getattr(one, name) for one in found])) for name in ("after", "left", "laid_off")
    )
    if after <= 0:
        return "None is missing then"
    left, laid_off = min(left, after), min(laid_off, after)
    return (
        f"Of the positions still missing {(after - left) / after:.0%} are growth that is not hired for, "
        f"{max(left - laid_off, 0.0) / after:.0%} are places of people who left and were not replaced, and "
        f"{laid_off / after:.0%} are layoffs"
    )


def came_late(over_draws: OverDraws) -> Reading:
    """The same reversal when nearly everything is installed.

    over_draws : what returns in every draw
    """
    found = over_draws(replace(shipped_reversal(), quarter=LATE))
    return Reading(
        f"a reversal that comes {LATE // 4} years on, when nearly all systems of the plan are installed",
        f"{_range(found, 'back')} of the cut jobs are there, and {_range(found, 'back_of_gone')} of those "
        f"gone when it came; {_cost(found)}",
        judged(_middle(found, "back")),
    )


def stalls(over_draws: OverDraws) -> Reading:
    """Capability stays where it is at the date.

    over_draws : what returns in every draw
    """
    found = over_draws(Reversal(STALLS))
    return Reading(
        "capability that stalls: what systems can do stays as it is at that date",
        f"{_range(found, 'back')} of the cut jobs are there; systems by themselves do "
        f"{_range(found, 'alone')} of the hours that they would; {_cost(found)}",
        judged(_middle(found, "back")),
    )


def prices_alone(over_draws: OverDraws, parameters: Parameters) -> Reading:
    """Tokens and rents rise as fast as is held possible.

    over_draws : what returns in every draw
    """
    tokens, rents = (parameters.about(f"{name}_price_growth").high for name in ("api", "rent"))
    found = over_draws(Reversal(tokens=tokens, rents=rents))
    why = ", since compute costs little beside pay" if _middle(found, "back") < FEW else ""
    return Reading(
        f"prices alone that turn: from that date the price of AI by the token rises by {tokens:.0%} a "
        f"year, and rent for GPUs by {rents:.0%}",
        f"{_range(found, 'back')} of the cut jobs are there; people work with AI in "
        f"{_middle(found, 'with_ai'):.0%} of the hours that they would{why}; {_cost(found)}",
        judged(_middle(found, "back")),
    )


def renting(context: ClaimContext, parameters: Parameters, source: str) -> Reading:
    """How dear tokens and rents must become for a fifth of the cut jobs to return, in one plan.

    context : the study
    source : of reach
    """

    def back_at(times: int) -> float:
        return returned(context, parameters, source, Reversal(dearer=float(times), buys=False)).back

    first = back_at(TIMES[0])
    last = next((times for times in TIMES if back_at(times) >= FEW), TIMES[-1])
    less = TIMES[max(TIMES.index(last) - 1, 0)]
    return Reading(
        "prices alone that turn, where the firm owns no GPUs",
        f"where tokens and rents double at once, {first:.0%} of the cut jobs are there in the plan as "
        f"assumed; {back_at(less):.0%} where they become {less} times as dear, and {back_at(last):.0%} where "
        f"{last} times",
        judged(first),
    )


def over_cut_only(
    found: Sequence[Returned], context: ClaimContext, parameters: Parameters, source: str
) -> Reading:
    """Only what one who knew would not have cut, and what not knowing costs.

    found : (draw)
    context : the study
    source : of reach
    """
    each = [one.over_cut for one in found]
    middle, low, high = interval(np.array([one.too_far for one in each]))
    mean, cut = float(np.mean([one.total for one in each])), float(np.mean([one.cut for one in each]))
    largest = sorted(on_average(each).items(), key=lambda one: -one[1])
    parts = [f"{name} ({money(value)})" for name, value in largest if value > WORTH_SAYING]
    per_job = f", USD {mean / cut * MILLION:,.0f} for each job cut by then" if cut > 0 else ""
    nothing = float(np.mean([one.saved <= 0.0 for one in each]))
    directing = float(np.mean([one.directing for one in each]))
    hired, own = (
        returned(context, parameters, source, replace(shipped_reversal(), hires_directing=may)).over_cut.total
        for may in (True, False)
    )
    return Reading(
        "only what was cut too far: jobs that a firm which knew of it from the start would have kept",
        f"{middle:.1%} of the jobs cut by then ({low:.1%} to {high:.1%}). Not to have known costs "
        f"{_money(mean)} on average over the draws{per_job}: {', '.join(parts) or 'no part of any size'}. "
        f"Eight quarters later {directing:,.0f} more positions direct AI than in a firm that knew. In the "
        f"plan as assumed, without draws, not to have known costs {_money(hired)}, and {_money(own)} where "
        f"its own people direct AI and none is hired for it. In {nothing:.0%} of the draws the plan had "
        "saved nothing by then",
        judged(middle),
    )


def from_the_market(context: ClaimContext, parameters: Parameters) -> Reading:
    """The same reversal of capability in the nation's market."""
    found = market_returned(context, parameters)
    (work, *ends), (people, low, high) = found.work, found.people
    gone = f"{found.of_gone:.0%} are" if found.of_gone > 0 else "none is"
    return Reading(
        "jobs in the nation's market, where firms go on adopting: those whose work AI does, at unchanged "
        "output",
        f"{work:.0%} of those that would be gone eight quarters later are there ({ends[0]:.0%} to "
        f"{ends[1]:.0%}), and {people:.0%} of the people who would be missing from work are in work "
        f"({low:.0%} to {high:.0%}); of the jobs gone when it came {gone} back on balance: in "
        f"{found.further:.0%} of the draws more are gone, since more firms adopt",
        judged(work),
    )


def observed(world: World) -> Reading | None:
    """How often laid-off people were hired again, where that is at hand.

    world : with the table rehiring
    """
    if "rehiring" not in world.tables:
        return None
    table: pd.DataFrame = world.table("rehiring")
    seen = table.loc[table["measure"] == OBSERVED, "value"]
    if not len(seen):
        return None
    share = float(seen.iloc[0])
    words = (
        "people hired again by the firm that laid them off, as observed, for whatever reason they were "
        "laid off"
    )
    return Reading(words, f"{share:.1%} of them", judged(share))


def cost_interval(found: Sequence[Returned]) -> str:
    """What it costs not to have known, with its interval.

    found : (draw)
    """
    middle, low, high = interval(np.array([one.over_cut.total for one in found]))
    return f"{_money(middle)} ({_money(low)} to {_money(high)})" if high > WORTH_SAYING else "next to nothing"


def _cost(found: Sequence[Returned]) -> str:
    return f"not to have known costs {cost_interval(found)}"


def _money(million: float) -> str:
    return money(million) if million > WORTH_SAYING else "nothing"


def _range(found: Sequence[Returned], name: str) -> str:
    middle, low, high = interval(_known(found, name))
    return f"{middle:.0%} ({low:.0%} to {high:.0%})"


def _middle(found: Sequence[Returned], name: str) -> float:
    return float(np.median(_known(found, name)))


def _known(found: Sequence[Returned], name: str) -> np.ndarray:
    """A figure of every draw that has it; 0 where none has."""
    values = np.array([getattr(one, name) for one in found])
    return values[np.isfinite(values)] if np.isfinite(values).any() else np.zeros(1)
