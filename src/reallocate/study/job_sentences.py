"""A job's study in sentences, part by part of its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from reallocate.study.job_asked import COUNTRY, Asked
from reallocate.study.job_ways import FILLED, NOT_SEEN, UNKNOWN, WITH_GAPS, WaysOut
from reallocate.transition.directing import TOLERATED
from reallocate.transition.worker import LAST_WORKING_AGE
from reallocate.work.job_history import JobHistory
from reallocate.work.job_hours import JobHours
from reallocate.work.job_pay import JobPay

WORDS = {"narrow": "managing", "wide": "also deciding, scheduling, training and checking"}
SHOWN = 3
NEARLY = 0.005
FEW_IN = 0.5
AMONG_BEST = 8

Row = Mapping[Any, Any]
Moves = Sequence[Row]


def sentences(
    asked: Asked,
    hours: JobHours,
    history: JobHistory,
    paid: JobPay,
    ways: WaysOut,
    direction: pd.DataFrame,
    meta: Mapping[str, Any],
) -> dict[str, list[str]]:
    """What is said beside the figures.

    asked : the job and the worker
    hours, history, paid, ways, direction : what was found
    meta : facts of the study
    """
    moves: Moves = ways.moves.to_dict("records")
    return {
        "headline": list(_headline(hours, ways, moves)),
        "job": list(_job(asked, ways)),
        "hours": [*hours.said, *_tasks(asked)],
        "history": list(history.said),
        "pay": [*paid.said],
        "ways": list(_ways(asked, ways, moves, meta)),
        "common": list(_common(ways, moves)),
        "routes": list(_routes(ways)),
        "direction": list(_direction(direction, ways)),
        "skills": list(_skills(ways)),
        "not_said": list(_not_said(asked)),
    }


def usd(amount: float) -> str:
    """Money to three digits [USD].

    amount : [USD]
    """
    if abs(amount) < 1_000:
        return f"{amount:,.0f} USD"
    digits = 2 - (len(str(int(abs(amount)))) - 1)
    return f"{round(amount, digits):,.0f} USD"


def band(row: Row | pd.Series, name: str) -> str:
    """A share with its band over the sources: 41% (30–52).

    row : with the middle, lowest and highest
    name : of the share
    """
    middle, low, high = (100 * float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return f"{middle:.0f}% ({low:.0f}–{high:.0f})"


def _headline(hours: JobHours, ways: WaysOut, moves: Moves) -> Iterator[str]:
    total = hours.total
    yield (
        f"AI could speed up {band(total, 'augmentable')} of the hours with a person still in them and do "
        f"{band(total, 'automatable')} alone: the middle of the sources, and from the lowest to the highest. "
        "This is not the chance of losing the job."
    )
    best = [row for row in moves if row["is_best"]]
    if not best:
        yield f"Over {_years(ways)} no way out is expected to be worth more than waiting."
        return
    row = best[0]
    yield (
        f"Going for {row['title']} first is expected to be worth {usd(row['gain'])} more over "
        f"{_years(ways)} than never moving ({_range(row)}), odds of getting it "
        f"{row['odds_if_try']:.0%} in a year of trying."
    )


def _job(asked: Asked, ways: WaysOut) -> Iterator[str]:
    if asked.job.how != "code":
        yield from asked.job.said
    others = list(asked.job.mix.index[1:])
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        yield (
            f"Ways out and skills are those of {asked.job.likeliest} {asked.job.titles.iloc[0]}, the "
            "likeliest: hours, history and pay are of all together. For the others: "
            f"{', '.join(f'reallocate job {code}' for code in others[:SHOWN])}{more}."
        )
    pay, where = ways.ways.pay, in_place(asked.area_title)
    if asked.pay is None:
        yield f"Pay is taken as {usd(pay)} a year, the middle of the occupation in {where}; --pay says yours."
    else:
        rank = ways.pay.rank_of(asked.job.likeliest, pay)
        end = " or below" if rank <= 0.1 else " or above" if rank >= 0.9 else ""
        yield f"Pay of {usd(pay)} a year is at rank {100 * rank:.0f} of 100{end} in {where}."
    if asked.education_title:
        yield f"Education: {asked.education_title}."
    if asked.skill_titles:
        yield f"Held besides what the occupation asks: {', '.join(asked.skill_titles)}."
    if ways.ways.years < asked.horizon:
        yield f"Looked at: {_years(ways)}, until the age of {LAST_WORKING_AGE}."


def in_place(title: str) -> str:
    """A place as it stands in a sentence.

    title : of the area or the nation
    """
    return f"the {title}" if title == COUNTRY else title


def _tasks(asked: Asked) -> Iterator[str]:
    if asked.tasks is not None:
        yield from asked.tasks.said
        yield "These are the hours of your own list; history, pay and ways out are those of the occupation."


def _ways(asked: Asked, ways: WaysOut, moves: Moves, meta: Mapping[str, Any]) -> Iterator[str]:
    views = int(meta["draws"])
    spread = f"; the range holds 80% of {views} views with other assumptions" if views else ""
    yield (
        f"Gain: expected earnings over {_years(ways)} less training and search, if you go for this first and "
        f"then do what is best, against never moving{spread}."
    )
    waiting = ways.ways.wait_value - ways.ways.stay_value
    if waiting > NEARLY * ways.ways.stay_value:
        yield (
            f"Waiting a year and then doing the best gains {usd(waiting)}: a first move that gains less is "
            "worth less than waiting."
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


def _common(ways: WaysOut, moves: Moves) -> Iterator[str]:
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


def _routes(ways: WaysOut) -> Iterator[str]:
    steps = ways.routes.to_dict("records")
    for first in list(ways.ways.routes)[:SHOWN]:
        path = ", then ".join(
            f"{row['title']} ({row['year']:.0f} y, {chance(row['probability'])})"
            for row in steps
            if row["first"] == first
        )
        yield f"{path}."


def chance(probability: float) -> str:
    """A model's probability, never written as certain.

    probability : [0–1]
    """
    if probability > 0.99:
        return "over 99%"
    return "under 1%" if probability < 0.01 else f"{probability:.0%}"


def _direction(direction: pd.DataFrame, ways: WaysOut) -> Iterator[str]:
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


def _skills(ways: WaysOut) -> Iterator[str]:
    best = ways.moves.head(WITH_GAPS)
    for target, title in zip(best["occupation"], best["title"], strict=True):
        rows = ways.gaps[ways.gaps["occupation"].eq(target)].head(SHOWN).to_dict("records")
        named = "; ".join(
            f"{row['title']} {row['level_now']:.1f} → {row['level_needed']:.1f}" for row in rows
        )
        yield f"{title}: {named or 'nothing that ratings can tell'}."


def _not_said(asked: Asked) -> Iterator[str]:
    yield "It does not say whether this job will be lost, and it scores no person."
    yield (
        "Spells without work, benefits, working hours and what you like are not in the ways out; pay and "
        "hiring stay as they are today."
    )
    yield "Gains are expectations; a single life is luckier or less so."
    if not asked.skill_titles and not asked.education_title:
        yield "You are taken to have what is usual in the occupation; --education and --have say otherwise."


def _years(ways: WaysOut) -> str:
    return "1 year" if ways.ways.years == 1 else f"{ways.ways.years} years"


def _range(row: Row) -> str:
    if row["gain_low"] != row["gain_low"]:
        return "range not drawn"
    return f"{usd(row['gain_low'])} to {usd(row['gain_high'])}"
