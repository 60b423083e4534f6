"""A worker's ways out in sentences: how to read them, what is common, routes, direction, what to learn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from reallocate.study.job.asked import Asked
from reallocate.study.job.figures import Row, chance, usd, years_of
from reallocate.study.job.ways import FILLED, NOT_SEEN, UNKNOWN, WITH_GAPS, WaysOut
from reallocate.transition.directing import TOLERATED

WORDS = {"narrow": "managing", "wide": "also deciding, scheduling, training and checking"}
SHOWN = 3
NEARLY = 0.005
FEW_IN = 0.5
AMONG_BEST = 8

Moves = Sequence[Row]


def ways_said(asked: Asked, ways: WaysOut, moves: Moves, meta: Mapping[str, Any]) -> Iterator[str]:
    """How the table of ways out is to be read, and what is unsure in it.

    asked : the job and the worker
    ways : what was found
    moves : the same, row by row
    meta : facts of the study
    """
    views = int(meta["draws"])
    spread = f"; the range holds 80% of {views} views with other assumptions" if views else ""
    yield (
        f"Gain: expected earnings over {years_of(ways.ways.years)} less training and search, of this move "
        f"alone against never moving{spread}. The order counts what may follow, too."
    )
    waiting = ways.ways.wait_value - ways.ways.stay_value
    if waiting > NEARLY * ways.ways.stay_value:
        yield (
            f"Waiting a year and then doing the best gains {usd(waiting)}, later moves counted"
            f"{_poorer(moves)}."
        )
    tied = [str(row["title"]) for row in moves if row["tied"]]
    if len(tied) > 1:
        yield f"Too close to tell apart (*): {'; '.join(tied)}."
    best = [row for row in moves if row["is_best"]]
    if best and views and best[0]["best_in"] < FEW_IN:
        often = max(moves, key=lambda row: float(row["best_in"]))
        yield f"The best is unsure: {_sure(best[0], often, views)}."
    yield from _where(asked, ways)
    if ways.too_long:
        noun = "move is" if ways.too_long == 1 else "moves are"
        yield f"{ways.too_long} {noun} left out: training would take more than two years."
    yield (
        "Leavers who do and odds if you try are two things: few may go where few want to. The first is "
        "observed, the second a model's."
    )


def _poorer(moves: Moves) -> str:
    """How many ways are worth less than waiting."""
    poorer = sum(row["gain_over_waiting"] < 0 for row in moves)
    if not poorer:
        return ""
    return (
        f"; {poorer} of {len(moves)} ways are worth less as a first move and stand after the others, by what "
        "each gains alone"
    )


def _sure(best: Row, often: Row, views: int) -> str:
    own = f"{best['title']} is it in {best['best_in']:.0%} of {views} views"
    if often["occupation"] == best["occupation"] or often["best_in"] <= best["best_in"]:
        return f"{own}, and in the others waiting or another move is"
    return f"{own}, {often['title']} in {often['best_in']:.0%}"


def _where(asked: Asked, ways: WaysOut) -> Iterator[str]:
    if asked.area is None:
        return
    known = ways.moves["pay_local"]
    if not bool(ways.pay.local[asked.job.likeliest]):
        yield (
            f"{asked.area_title} published no pay of this occupation; the ways out take the nation's × "
            f"{ways.pay.level:.2f}, the level of pay there."
        )
    if not known.all():
        yield (
            f"For {int((~known).sum())} of {len(known)} ways out {asked.area_title} published no pay; the "
            f"nation's × {ways.pay.level:.2f} is taken."
        )
    yield "Odds are the nation's: how fast people are hired is not known by area."


def common_said(ways: WaysOut, moves: Moves) -> Iterator[str]:
    """What is common among those who leave, and what is rare.

    ways : what was found
    moves : the same, row by row
    """
    if not ways.seen_to_move:
        yield (
            "Nobody in the survey's sample was seen to leave this occupation, so what is usual is not known: "
            "shares are filled from related occupations. The sample is small; it is not a closed door."
        )
        return
    common = [row for row in moves if row["how_common"] == "common"]
    common = sorted(common, key=lambda row: -float(row["share_of_movers"]))[:SHOWN]
    if common:
        named = "; ".join(f"{row['title']} ({row['share_of_movers']:.1%})" for row in common)
        yield f"Common among those who leave: {named}."
    rare = [row["title"] for row in moves[:AMONG_BEST] if row["share_status"] in (NOT_SEEN, UNKNOWN)]
    if rare:
        yield f"Rare, though among the best: {'; '.join(rare[:SHOWN])} (nobody seen to go there)."
    if any(row["share_status"] == FILLED for row in moves):
        yield "Marked ~ is this project's estimate: the survey does not tell such moves from staying."


def routes_said(ways: WaysOut) -> Iterator[str]:
    """The best routes, a sentence each.

    ways : what was found
    """
    steps = ways.routes.to_dict("records")
    for first in list(dict.fromkeys(row["first"] for row in steps))[:SHOWN]:
        path = ", then ".join(
            f"{row['title']} ({row['year']:.0f} y, {chance(row['probability'])})"
            for row in steps
            if row["first"] == first
        )
        yield f"{path}."


def direction_said(direction: pd.DataFrame, ways: WaysOut) -> Iterator[str]:
    """How far the job directs, and the way that directs most for least loss.

    direction : of the job by width
    ways : what was found
    """
    own = {str(row["width"]): row for row in direction.to_dict("records")}
    yield (
        f"{own['narrow']['share']:.0%} of the hours direct others or machines by the narrow definition, "
        f"{WORDS['narrow']} (more than in {own['narrow']['rank']:.0%} of all jobs), "
        f"{own['wide']['share']:.0%} by the wide one, {WORDS['wide']} ({own['wide']['rank']:.0%})."
    )
    chosen = ways.directing[ways.directing["chosen"]].to_dict("records")
    found = {str(row["width"]): row for row in chosen}
    if len(found) == len(WORDS) and len({row["occupation"] for row in chosen}) == 1:
        yield (
            f"Most direction for least loss: {chosen[0]['title']}, {found['narrow']['direction']:.0%} and "
            f"{found['wide']['direction']:.0%} of the hours, {_loss(chosen[0]['loss'])}."
        )
        return
    for width in WORDS:
        if width in found:
            row = found[width]
            yield (
                f"Most direction for least loss, {width}: {row['title']}, {row['direction']:.0%} of the "
                f"hours, {_loss(row['loss'])}."
            )
        else:
            yield f"No way out within {TOLERATED:.0%} of the best one's earnings directs more, {width}."


def _loss(loss: float) -> str:
    return "at no loss against the best way" if loss < 1 else f"for {usd(loss)} less than the best way"


def skills_said(ways: WaysOut) -> Iterator[str]:
    """What to learn for the best ways, a sentence each.

    ways : what was found
    """
    best = ways.moves.head(WITH_GAPS)
    for target, title in zip(best["occupation"], best["title"], strict=True):
        rows = ways.gaps[ways.gaps["occupation"].eq(target)].head(SHOWN).to_dict("records")
        named = "; ".join(
            f"{row['title']} {row['level_now']:.1f} → {row['level_needed']:.1f}" for row in rows
        )
        yield f"{title}: {named or 'nothing that ratings can tell'}."
