"""Three options for every job: stay, move sideways, study. The value of a move, its step, and its label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.number import cell
from reallocate.kernel.parameters import Parameters
from reallocate.moves.odds import LAST_WORKING_AGE, SEARCHING

STAY, SIDEWAYS, STUDY = "stay", "sideways", "study"
OPTION_NUMBERS = (
    SEARCHING, "benefit_level_now", "move_least_median", "move_least_entry", "move_most_automatable",
    "move_most_median", "move_reach_floor", "move_least_any", "move_least_room", "move_likelihood_weight",
    "move_seen_weight", "move_pay_at_stake", "move_pay_while_studying", "move_most_counted",
    "move_years_counted", "move_apprentice_years", "move_worth_beside",
)  # fmt: skip
"""Parameters that value and steps depend on."""

LEAST_SEEN = 10.0
"""So many people must have been seen to make a move before it is listed with its pay, unrounded [people]."""
COURSE, LONGEST_STUDY = 0.5, 4.0
SURE_STEP = 0
"""Up to this step a sideways move keeps pay [step]."""
_LEAST_LIFT, _MOST_LIFT, _LEAST_GAIN, _MOST_SHOWN = 0.1, 30.0, 0.01, 3
_RAISE, _ONE_YEAR, _LONG_WORK = 0.10, 1.0, 5.0
_FOURFOLD = 4.0
DOUBLED = 1.0
"""What raises pay by more is never listed first [share of own pay]."""


def years_counted(age: float | None, p: Parameters) -> float:
    """H, over how many years pay and study are counted: to the full retirement age, at most 20 [years].

    age : [years]
    """
    most = p["move_years_counted"]
    return most if age is None else float(np.clip(LAST_WORKING_AGE - age, 1.0, most))


def _likelihood(lift_low: Array, expected: Array, p: Parameters) -> Array:
    """How likely a move is beside openings alone; (move) [ratio].

    lift_low : share of movers over share of openings, the low end; expected : as the model expects it alone
    L = lift_low^w · expected^(1 − w), each held between 0.1 and 30
    """
    seen, model = (np.clip(one, _LEAST_LIFT, _MOST_LIFT) for one in (lift_low, expected))
    return np.asarray(seen ** p["move_seen_weight"] * model ** (1.0 - p["move_seen_weight"]))


def room_of(openings: Array, looking: Array) -> Array:
    """Openings a year for each colleague who looks, at most one; (move) [openings/person].

    openings, looking : (move) [persons/year]
    """
    return np.minimum(1.0, openings / np.maximum(looking, 1.0))


def _waiting(moves: pd.DataFrame, p: Parameters) -> Array:
    """y, years before the new pay is earned: of study or as an apprentice; (move) [years]."""
    years = moves["years"].to_numpy(float)
    return np.where(moves["apprenticeship"], np.maximum(years, p["move_apprentice_years"]), years)


def _payback(moves: pd.DataFrame, kept: float, p: Parameters) -> Array:
    """Years of higher pay that repay study; (move) [years], infinite where pay does not rise.

    moves : with own_pay, entry_pay, median_pay [USD/year], tuition [USD]
    kept : κ, own pay kept while studying [share]; an apprentice earns the pay at the start instead
    payback = (y·(own − pay while studying) + tuition) / (median − own)
    """
    own, gain = moves["own_pay"].to_numpy(float), (moves["median_pay"] - moves["own_pay"]).to_numpy(float)
    cost = _waiting(moves, p) * (own - _while_studying(moves, kept)) + moves["tuition"].to_numpy(float)
    return np.asarray(np.divide(cost, gain, out=np.full(len(moves), np.inf), where=gain > 0))


def _while_studying(moves: pd.DataFrame, kept: float) -> Array:
    own = moves["own_pay"]
    return np.where(moves["apprenticeship"], np.minimum(moves["entry_pay"], own), kept * own)


def _worth(moves: pd.DataFrame, years: float, p: Parameters) -> Array:
    """W/W₀, pay a year after a move over that of staying, AI's reach set against both; (move) [ratio].

    moves : as for `_payback`, and automatable, automatable_change [share of hours]
    years : H
    W = ((H − y)·min((start + median)/2, 1.5·own)·(1 − δ·a_j) + y·paid while studying − tuition) / H;
    W₀ = own·(1 − δ·a_i)
    """
    own, stake = moves["own_pay"].to_numpy(float), p["move_pay_at_stake"]
    there = moves["automatable"].to_numpy(float)
    here = there - moves["automatable_change"].to_numpy(float)
    middle = (moves["entry_pay"] + moves["median_pay"]).to_numpy(float) / 2.0
    later = np.minimum(middle, p["move_most_counted"] * own) * (1.0 - stake * there)
    wait = np.minimum(_waiting(moves, p), years)
    during = wait * _while_studying(moves, p["move_pay_while_studying"]) - moves["tuition"].to_numpy(float)
    stay = np.maximum(own * (1.0 - stake * here), 1.0)
    return np.asarray(((years - wait) * later + during) / (years * stay))


def _value_of(moves: pd.DataFrame, years: float, p: Parameters) -> Array:
    """V, what orders the moves: what a try is worth to somebody who must go; (move) [share of own pay].

    moves : as for `_worth`, and lift_low, expected_lift, room
    V = L^θ · room · (W/W₀ − β), β the unemployment benefit; never printed
    """
    likely = _likelihood(moves["lift_low"].to_numpy(float), moves["expected_lift"].to_numpy(float), p)
    gain = np.maximum(_worth(moves, years, p) - p["benefit_level_now"], _LEAST_GAIN)
    return np.asarray(likely ** p["move_likelihood_weight"] * moves["room"].to_numpy(float) * gain)


def _first_of(steps: Sequence[pd.Series | Flags]) -> Integers:
    """The first step whose rule a move meets, −1 where it meets none; (move)."""
    return np.select([np.asarray(one) for one in steps], range(len(steps)), -1)


def _safe(moves: pd.DataFrame, p: Parameters) -> pd.Series[bool]:
    """Whether AI reaches no more than 10 points further than today, or into less than a fifth of hours."""
    today = moves["automatable"] - moves["automatable_change"]
    return moves["automatable"] <= np.maximum(today + p["move_most_automatable"], p["move_reach_floor"])


def _sideways_steps(moves: pd.DataFrame, p: Parameters) -> Integers:
    """The step of evidence of moves without long study, −1 for others; (move).

    All: ten people seen, courses of half a year at most, no apprenticeship, experience met, pay at most
    doubled, half kept. 0: likely, with room, within AI's reach, at nine tenths of pay and 72% at the start.
    1: the same whatever the pay. 2: whatever pay and reach. 3: not likely, or without room. Likely: at the
    rate of openings or more, by the middle for O*NET's closer tiers and supervisors, else by the low end.
    """
    open_ = moves["seen"].ge(LEAST_SEEN) & (moves["years"] <= COURSE)
    open_ &= ~moves["apprenticeship"] & (moves["experience"] == 0)
    open_ &= moves["pay_change"].between(p["move_least_any"] - 1.0, p["move_most_median"] - 1.0)
    keeps = moves["pay_change"] >= p["move_least_median"] - 1.0
    keeps &= moves["entry_change"] >= p["move_least_entry"] - 1.0
    likely = open_ & (moves["room"] >= p["move_least_room"])
    likely &= moves["lift"].where((moves["tier"] >= 2) | moves["leads"], moves["lift_low"]) >= 1.0
    safe = _safe(moves, p)
    return _first_of([likely & safe & keeps, likely & safe, likely, open_])


def _study_steps(moves: pd.DataFrame, years: float, p: Parameters) -> Integers:
    """The step of evidence of moves after study, −1 for others; (move).

    years : H
    All: ten people seen; more than half a year and up to four of study, or an apprenticeship; median pay
    +10% that pays back within H, or a course of at most a year at no loss of pay with AI's reach 10 points
    lower; experience met, under five years unless a programme names the work; room; AI's reach as for
    sideways moves.
    0: O*NET's closest tier, or a programme that names the job. 1: at the rate of openings or more after a
    year at most, or at four times that rate.
    """
    low = moves["lift_low"]
    length, apprentice = moves["years"], moves["apprenticeship"]
    study = moves["seen"].ge(LEAST_SEEN) & ((length > COURSE) | apprentice) & (length <= LONGEST_STUDY)
    pays = _safe(moves, p) & (moves["pay_change"] >= _RAISE)
    pays &= _waiting(moves, p) + _payback(moves, p["move_pay_while_studying"], p) <= years
    less = moves["automatable_change"] <= -p["move_most_automatable"]
    less &= moves["automatable"] - moves["automatable_change"] >= p["move_reach_floor"]
    less &= (moves["pay_change"] >= 0) & (length > COURSE) & (length <= _ONE_YEAR)
    work = (moves["experience"] == 0) & ((moves["required_experience"] < _LONG_WORK) | moves["named"])
    open_ = study & (pays | less) & work & (moves["room"] >= p["move_least_room"])
    often = ((length <= _ONE_YEAR) & (low >= 1.0)) | (low >= _FOURFOLD)
    return _first_of([open_ & ((moves["tier"] == 3) | moves["named"]), open_ & often])


def with_options(moves: pd.DataFrame, age: float | None, p: Parameters) -> pd.DataFrame:
    """Moves with option, step, value, wait, payback_low and payback_high, too_late; in the order of the card.

    moves : (move) with the columns that the rules name, and origin, place
    age : [years] of who asks; it bears on study alone, since no source tells moves by age
    payback_low, payback_high : [years] with all of the own pay kept while studying, and with κ of it;
    too_late: whether it would be a study option but for the age
    """
    years, most = years_counted(age, p), years_counted(None, p)
    side, study = _sideways_steps(moves, p), _study_steps(moves, years, p)
    young = study if age is None else _study_steps(moves, most, p)
    option = np.where(side >= 0, SIDEWAYS, np.where(study >= 0, STUDY, ""))
    table = moves.assign(
        option=option.astype(object),
        step=np.where(side >= 0, side, study),
        value=np.where(side >= 0, _value_of(moves, most, p), _value_of(moves, years, p)),
        wait=_waiting(moves, p),
        payback_low=_payback(moves, 1.0, p),
        payback_high=_payback(moves, p["move_pay_while_studying"], p),
        too_late=(young >= 0) & (study < 0),
    )
    order = np.select([side >= 0, study >= 0], [0, 1], 2)
    place, value, step, origin = (table[one].to_numpy() for one in ("place", "value", "step", "origin"))
    return table.iloc[np.lexsort((place, -value, step, order, origin))]


def standing(moves: pd.DataFrame, p: Parameters) -> pd.DataFrame:
    """Up to three moves of each origin and option: the best of the first step that has any.

    moves : (move) in the order of `with_options`
    A wider step never fills up a narrower one; left out is what is worth less than half of the first. What
    more than doubles pay stands behind the others of its step, or not at all.
    """
    offered = moves[moves["option"] != ""]
    doubles = offered["pay_change"] > DOUBLED
    leading = offered[~doubles].groupby(["origin", "option"], sort=False)[["step", "value"]].first()
    leads = leading.reindex(pd.MultiIndex.from_frame(offered[["origin", "option"]]))
    first = offered["step"].eq(leads["step"].to_numpy())
    first &= offered["value"].ge(p["move_worth_beside"] * leads["value"].to_numpy())
    shown = offered[first].iloc[np.argsort(doubles[first].to_numpy(), kind="stable")]
    shown = shown.sort_values(["origin", "option"], kind="stable")
    rank = shown.groupby(["origin", "option"], sort=False).cumcount() + 1
    return shown.assign(rank=rank)[rank <= _MOST_SHOWN]


_NOTHING = {
    SIDEWAYS: "No move that ten people or more made pays between half and twice your pay without long study.",
    STUDY: "No move that at least ten people made takes up to four years of study and pays back{before}.",
}
_LABELS = {
    (SIDEWAYS, 0): "{keeps}.",
    (SIDEWAYS, 1): "Every close move pays less{start}; the least loss is {least}.",
    (SIDEWAYS, 2): "Every close move pays less, or AI reaches further there.",
    (SIDEWAYS, 3): "{less}Few facts speak for a move from this job.",
    (STUDY, 0): "Close to your job{pays}.",
    (STUDY, 1): "Further from your job, but people in it were seen to go there{pays}.",
}  # fmt: skip


def label_of(shown: pd.DataFrame, option: str, age: float | None, p: Parameters) -> str:
    """The sentence above the moves of one option, or the reason why there is none.

    shown : (move) of one job and option, as from `standing`, with title
    age : [years] of who asks
    """
    if shown.empty:
        return _NOTHING[option].format(before="" if age is None else f" before {LAST_WORKING_AGE}")
    change = shown["pay_change"].to_numpy(float)
    kept, best = 100 * p["move_least_median"], int(change.argmax())
    keeps = "Keeps or raises your pay" if change.min() >= 0 else f"Keeps at least {kept:.0f}% of your pay"
    loss = f"{shown['title'].iloc[best]}, {cell(change[best], 'share', signed=True)}"
    loses = change < p["move_least_median"] - 1.0
    start = "" if loses.all() else " at the start"
    less = "Every close move pays less. " if loses.all() else "The first pays less. " if loses[0] else ""
    pays = ", and it pays back" if (shown["pay_change"] >= _RAISE).all() else ""
    label = _LABELS[option, int(shown["step"].iloc[0])]
    return label.format(keeps=keeps, least=loss, less=less, start=start, pays=pays)
