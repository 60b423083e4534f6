"""Other readings of row 9: which reversal comes and when, what was cut too far, what a market gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from reallocate.claims.basis.claim import FEW_BACK, Reading, by_draws_back, by_share_back
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import means, on_average
from reallocate.claims.basis.reversal import (
    STALLS,
    Returned,
    ReturnedAtCost,
    Reversal,
    market_returned,
    plan_returned,
    returned_at_cost,
    shipped_reversal,
)
from reallocate.firm.model.words import money
from reallocate.kernel.arrays import interval
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION
from reallocate.market.nation.jobs_law import jobs_law
from reallocate.work.world import World

_OverDraws = Callable[[Reversal], list[ReturnedAtCost]]

_LATE = 16
"""Quarters until what is to be installed is, nearly, under the assumptions that ship."""
_TIMES = (2, 8, 16, 32, 64, 128)
"""How many times as dear tokens and rents are tried."""
_WORTH_SAYING = 0.5
"""[USD million]"""
_OBSERVED = "laid-off staff later rehired by the same firm (Visier)"


def added_up(draws: Sequence[Returned]) -> Reading:
    """The jobs of all draws together, instead of the median draw.

    draws : (draw)
    """
    gone = sum(one.unbroken for one in draws)
    there = sum(one.unbroken - one.after for one in draws)
    share = there / gone if gone > 0 else 0.0
    return Reading(
        "the jobs of all draws added up, so that a draw counts for more the more jobs it cuts",
        f"{share:.1%} of them are there",
        by_share_back(share),
    )


def gone_only(draws: Sequence[Returned]) -> Reading:
    """Of the jobs that were gone when it came; what has become of the others.

    draws : (draw)
    """
    gone = _middle(draws, "back_of_gone")
    more = np.mean([one.back_of_gone <= 0.0 for one in draws])
    return Reading(
        "only jobs that were gone when the reversal came, none of those not yet cut",
        f"{gone:.0%} of them are back eight quarters later, {_range(draws, 'back_meanwhile')} at the most in "
        f"between. Systems by themselves do {_range(draws, 'alone')} of the hours that they would do had "
        f"nothing turned. People work with AI in {_middle(draws, 'with_ai'):.0%} of the hours that they "
        f"would, and more systems for that are put up: in {more:.0%} of the draws more jobs are gone in "
        f"the end. {_missing(draws)}",
        by_draws_back(_known(draws, "back_of_gone")),
    )


def _missing(draws: Sequence[Returned]) -> str:
    """How the positions that are still missing went, on average over draws."""
    after, left, laid_off = means(draws, "after", "left", "laid_off")
    if after <= 0:
        return "None is missing then"
    left, laid_off = min(left, after), min(laid_off, after)
    return (
        f"Of the positions still missing {(after - left) / after:.0%} are growth that is not hired for, "
        f"{max(left - laid_off, 0.0) / after:.0%} are places of people who left and were not replaced, and "
        f"{laid_off / after:.0%} are layoffs"
    )


def came_late(over_draws: _OverDraws) -> Reading:
    """The same reversal when nearly everything is installed.

    over_draws : what returns in every draw
    """
    draws = over_draws(replace(shipped_reversal(), quarter=_LATE))
    return _of_cut_jobs(
        f"a reversal that comes {_LATE // 4} years on, when nearly all systems of the plan are installed",
        draws,
        f", and {_range(draws, 'back_of_gone')} of those gone when it came",
    )


def stalls(over_draws: _OverDraws) -> Reading:
    """Capability stays where it is at the date.

    over_draws : what returns in every draw
    """
    draws = over_draws(Reversal(STALLS))
    return _of_cut_jobs(
        "capability that stalls: what systems can do stays as it is at that date",
        draws,
        f"; systems by themselves do {_range(draws, 'alone')} of the hours that they would",
    )


def prices_alone(over_draws: _OverDraws, parameters: Parameters) -> Reading:
    """Tokens and rents rise as fast as is thought possible.

    over_draws : what returns in every draw
    """
    tokens, rents = (parameters.about(f"{name}_price_growth").high for name in ("api", "rent"))
    draws = over_draws(Reversal(tokens=tokens, rents=rents))
    why = ", since compute costs little beside pay" if _middle(draws, "back") < FEW_BACK else ""
    return _of_cut_jobs(
        f"prices alone that turn: from that date the price of AI by the token rises by {tokens:.0%} a "
        f"year, and rent for GPUs by {rents:.0%}",
        draws,
        f"; people work with AI in {_middle(draws, 'with_ai'):.0%} of the hours that they would{why}",
    )


def _of_cut_jobs(words: str, draws: Sequence[ReturnedAtCost], more: str) -> Reading:
    """How many of the cut jobs are there, what else comes out, and the cost of not having known."""
    finding = f"{_range(draws, 'back')} of the cut jobs are there{more}"
    cost = f"not to have known costs {cost_interval(draws)}"
    return Reading(words, f"{finding}; {cost}", by_draws_back(_known(draws, "back")))


def renting(context: ClaimContext, parameters: Parameters, source: str) -> Reading:
    """How dear tokens and rents must become for a fifth of the cut jobs to return, in one plan.

    context : the study
    source : of reach
    """

    def back_at(times: int) -> float:
        return plan_returned(context, parameters, source, Reversal(dearer=float(times), buys=False)).back

    first = back_at(_TIMES[0])
    last = next((times for times in _TIMES if back_at(times) >= FEW_BACK), _TIMES[-1])
    finding = (
        f"where tokens and rents double at once, {first:.0%} of the cut jobs are there in the plan as assumed"
    )
    if last > _TIMES[0]:
        less = _TIMES[_TIMES.index(last) - 1]
        finding += (
            f"; {back_at(less):.0%} where they become {less} times as dear, and {back_at(last):.0%} where "
            f"{last} times"
        )
    return Reading(
        "prices alone that turn, where the firm owns no GPUs", finding, by_share_back(first)
    )


def over_cut_only(
    draws: Sequence[ReturnedAtCost], context: ClaimContext, parameters: Parameters, source: str
) -> Reading:
    """Only what one who knew would not have cut, and what not knowing costs.

    draws : (draw)
    context : the study
    source : of reach
    """
    each = [one.over_cut for one in draws]
    middle, low, high = interval(np.array([one.too_far for one in each]))
    mean, cut, directing = means(each, "total", "cut", "directing")
    largest = sorted(on_average(each).items(), key=lambda one: -one[1])
    parts = [f"{name} ({money(value)})" for name, value in largest if value > _WORTH_SAYING]
    per_job = f", USD {mean / cut * MILLION:,.0f} for each job cut by then" if cut > 0 else ""
    nothing = float(np.mean([one.saved <= 0.0 for one in each]))
    hired, own = (
        returned_at_cost(context, parameters, source, each).over_cut.total
        for each in (replace(shipped_reversal(), hires_directing=may) for may in (True, False))
    )
    return Reading(
        "only what was cut too far: jobs that a firm which knew of it from the start would have kept",
        f"{middle:.1%} of the jobs cut by then ({low:.1%} to {high:.1%}). Not to have known costs "
        f"{_money(mean)} on average over the draws{per_job}: {', '.join(parts) or 'no part of any size'}. "
        f"Eight quarters later {directing:,.0f} more positions direct AI than in a firm that knew. In the "
        f"plan as assumed, without draws, not to have known costs {_money(hired)}, and {_money(own)} where "
        f"its own people direct AI and none is hired for it. In {nothing:.0%} of the draws the plan had "
        "saved nothing by then",
        by_draws_back(np.array([one.too_far for one in each])),
    )


def from_the_market(context: ClaimContext, parameters: Parameters) -> Reading:
    """The same reversal of capability in the nation's market."""
    market = market_returned(context, parameters)
    work, people = market.work, market.people
    back = "in no draw would people be missing from work"
    if people is not None:
        back = (
            f"{people[0]:.0%} of the people who would be missing from work are in work ({people[1]:.0%} to "
            f"{people[2]:.0%}; some would be missing in {market.missed:.0%} of the draws)"
        )
    gone = f"{market.of_gone:.0%} are" if market.of_gone > 0 else "none is"
    return Reading(
        "jobs in the nation's market, where firms go on adopting and the price of AI goes on as before: "
        "those whose work AI does, at unchanged output",
        f"{work[0]:.0%} of those that would be gone eight quarters later are there ({work[1]:.0%} to "
        f"{work[2]:.0%}), and {back}; of the jobs gone when it came {gone} back on balance: in "
        f"{market.further:.0%} of the draws more are gone, since more firms adopt",
        by_share_back(work[0]),
    )


_YEARS_AFTER = 2.0
"""[years] After a reversal, when what has come back is counted."""


def from_the_law(context: ClaimContext, parameters: Parameters) -> Reading:
    """People who are missing from work when AI falls back, of whom nobody is hired back.

    context, parameters : of the law of missing jobs
    Still missing after two years: 2^(−2/H), over the draws of the law.
    """
    law = jobs_law(context.world.table("output_series"), parameters, context.seed)
    left = 2.0 ** (-_YEARS_AFTER / law.half_life)
    middle, low, high = interval(left)
    return Reading(
        "people missing from work when it comes, where no firm refills what it cut, by the law of missing "
        "jobs",
        f"{middle:.0%} of them are still missing two years later ({low:.0%} to {high:.0%})",
        by_draws_back(1.0 - left),
    )


def observed(world: World) -> list[Reading]:
    """How often laid-off people were hired again, where that is at hand.

    world : with the table rehiring
    """
    if "rehiring" not in world.tables:
        return []
    table = world.table("rehiring")
    words = (
        "people hired again by the firm that laid them off, as observed, for whatever reason they were "
        "laid off"
    )
    shares = table.loc[table["measure"] == _OBSERVED, "value"].head(1)
    return [Reading(words, f"{share:.1%} of them", by_share_back(share)) for share in shares]


def cost_interval(draws: Sequence[ReturnedAtCost]) -> str:
    """What it costs not to have known, with its interval.

    draws : (draw)
    """
    middle, low, high = interval(np.array([one.over_cut.total for one in draws]))
    return (
        f"{_money(middle)} ({_money(low)} to {_money(high)})" if high > _WORTH_SAYING else "next to nothing"
    )


def _money(million: float) -> str:
    return money(million) if million > _WORTH_SAYING else "nothing"


def _range(draws: Sequence[Returned], name: str) -> str:
    middle, low, high = interval(_known(draws, name))
    return f"{middle:.0%} ({low:.0%} to {high:.0%})"


def _middle(draws: Sequence[Returned], name: str) -> float:
    return float(np.median(_known(draws, name)))


def _known(draws: Sequence[Returned], name: str) -> np.ndarray:
    """A figure of every draw that has it; 0 where none has."""
    values = np.array([getattr(one, name) for one in draws])
    return values[np.isfinite(values)] if np.isfinite(values).any() else np.zeros(1)
