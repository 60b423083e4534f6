"""A job's study in sentences, part by part of its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from reallocate.study.job_asked import Asked
from reallocate.study.job_ways import FILLED, NOT_SEEN, UNKNOWN, WaysOut
from reallocate.transition.directing import TOLERATED
from reallocate.transition.ways import HIGH, LOW
from reallocate.transition.worker import LAST_WORKING_AGE
from reallocate.work.job_history import JobHistory
from reallocate.work.job_hours import JobHours
from reallocate.work.job_pay import JobPay

WORDS = {"narrow": "managing alone", "wide": "also deciding, scheduling, training and checking"}
SHOWN = 3
NEARLY = 0.005
FEW_IN = 0.5


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
    return {
        "headline": list(_headline(hours, ways)),
        "job": list(_job(asked, ways)),
        "hours": [*hours.said, *_tasks(asked)],
        "history": list(history.said),
        "pay": [*paid.said],
        "ways": list(_ways(asked, ways, meta)),
        "common": list(_common(ways)),
        "routes": list(_routes(ways)),
        "direction": list(_direction(direction, ways)),
        "skills": list(_skills(ways)),
        "not_said": list(_not_said(asked, ways)),
    }


def usd(amount: float) -> str:
    """Money to three digits [USD].

    amount : [USD]
    """
    if abs(amount) < 1_000:
        return f"{amount:,.0f} USD"
    digits = 2 - (len(str(int(abs(amount)))) - 1)
    return f"{round(amount, digits):,.0f} USD"


def band(row: Mapping[Any, Any] | pd.Series, name: str) -> str:
    """A share with its band over the sources: 41% (30–52).

    row : with the middle, lowest and highest
    name : of the share
    """
    middle, low, high = (100 * float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))  # type: ignore[index]
    return f"{middle:.0f}% ({low:.0f}–{high:.0f})"


def _headline(hours: JobHours, ways: WaysOut) -> Iterator[str]:
    total = hours.total
    yield (
        f"AI could speed up {band(total, 'augmentable')} of the hours with a person still in them and do "
        f"{band(total, 'automatable')} alone: the middle of the sources, and from the lowest to the highest. "
        "This is not the chance of losing the job."
    )
    best = ways.moves[ways.moves["is_best"]]
    if best.empty:
        yield f"Over {_years(ways)} no way out is expected to be worth more than waiting."
        return
    row = best.iloc[0]
    yield (
        f"Going for {row['title']} first is expected to be worth {usd(row['gain'])} more over "
        f"{_years(ways)} than never moving ({_range(row)}), odds of getting it "
        f"{row['odds_if_try']:.0%} in a year of trying."
    )


def _job(asked: Asked, ways: WaysOut) -> Iterator[str]:
    yield from asked.job.said
    others = list(asked.job.mix.index[1:])
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        commands = ", ".join(f"reallocate job {code}" for code in others[:SHOWN])
        yield (
            f"Ways out and skills are those of {asked.job.likeliest} {asked.job.titles.iloc[0]}, the likeliest; "
            f"hours, history and pay are of all together. For the others: {commands}{more}."
        )
    pay = ways.ways.pay
    where = asked.area_title
    if asked.pay is None:
        taken = f"Your pay is taken as {usd(pay)} a year, the middle of the occupation in {where}; say your own."
    else:
        rank = ways.pay.rank_of(asked.job.likeliest, pay)
        end = " or below" if rank <= 0.1 else " or above" if rank >= 0.9 else ""
        taken = f"Your pay of {usd(pay)} a year is at rank {100 * rank:.0f} of 100{end} in {where}."
    yield taken
    if asked.education_title:
        yield f"Your education: {asked.education_title}."
    if asked.skill_titles:
        yield f"Held besides what the occupation asks: {', '.join(asked.skill_titles)}."
    if ways.ways.years < asked.horizon:
        yield f"Looked at are {_years(ways)}, until the age of {LAST_WORKING_AGE}."


def _tasks(asked: Asked) -> Iterator[str]:
    if asked.tasks is not None:
        yield from asked.tasks.said
        yield "These are the hours of your own list; history, pay and ways out are those of the occupation."


def _ways(asked: Asked, ways: WaysOut, meta: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "Two figures that are not the same: how many of those who leave this occupation go there, and the "
        "odds of being hired in a year if you try. Few go where few want to; odds are a model's."
    )
    views = int(meta["draws"])
    spread = f"; the range holds 80% of {views} views with other assumptions" if views else ""
    yield (
        f"Gain: expected earnings over {_years(ways)}, less what training and search cost, if you go for this "
        f"first and then do what is best, against never moving{spread}."
    )
    waiting = ways.ways.wait_value - ways.ways.stay_value
    if waiting > NEARLY * ways.ways.stay_value:
        yield (
            f"Staying this year and moving later is worth {usd(waiting)} of it: a first move below that is "
            "worth less than waiting for a better one."
        )
    tied = ways.moves[ways.moves["tied"]]
    if len(tied) > 1:
        yield f"Too close to tell apart: {'; '.join(tied['title'])}."
    best = ways.moves[ways.moves["is_best"]]
    if len(best) and views and float(best["best_in"].iloc[0]) < FEW_IN:
        often = ways.moves.sort_values("best_in", ascending=False, kind="stable").iloc[0]
        yield f"Over the views the best is most often {often['title']} ({often['best_in']:.0%})."
    yield from _where(asked, ways)
    if ways.too_long:
        noun = "move is" if ways.too_long == 1 else "moves are"
        yield f"{ways.too_long} {noun} left out: training would take more than two years."


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


def _common(ways: WaysOut) -> Iterator[str]:
    moves = ways.moves
    if not ways.seen_to_move:
        yield (
            "Nobody in the survey's sample was seen to leave this occupation, so what is usual is not known: "
            "shares are filled from related occupations. The sample is small; it is not a closed door."
        )
        return
    common = moves[moves["share_status"].ne(NOT_SEEN) & moves["how_common"].eq("common")]
    common = common.sort_values("share_of_movers", ascending=False, kind="stable").head(SHOWN)
    if len(common):
        named = "; ".join(f"{row['title']} ({row['share_of_movers']:.1%})" for _, row in common.iterrows())
        yield f"Common among those who leave: {named}."
    rare = moves.head(8)[moves.head(8)["share_status"].isin([NOT_SEEN, UNKNOWN])]["title"]
    if len(rare):
        yield f"Rare, though among the best: {'; '.join(rare.head(SHOWN))}; the survey saw nobody go there."
    if moves["share_status"].eq(FILLED).any():
        yield "Shares marked ~ are this project's estimate: the survey does not tell these moves from staying."


def _routes(ways: WaysOut) -> Iterator[str]:
    for first in list(ways.ways.routes)[:SHOWN]:
        steps = ways.routes[ways.routes["first"].eq(first)]
        path = ", then ".join(
            f"{row['title']} (in {row['year']:.0f} years, {row['probability']:.0%})"
            for _, row in steps.iterrows()
        )
        yield f"{path}."


def _direction(direction: pd.DataFrame, ways: WaysOut) -> Iterator[str]:
    for row in direction.to_dict("records"):
        yield (
            f"{row['share']:.0%} of the hours direct the work of others or of machines ({WORDS[row['width']]}), "
            f"more than in {row['rank']:.0%} of all jobs."
        )
    chosen = ways.directing[ways.directing["chosen"]]
    for width, words in WORDS.items():
        found = chosen[chosen["width"].eq(width)]
        if found.empty:
            yield (
                f"No way out directs more ({words}) without giving up more than {TOLERATED:.0%} of the best "
                "way's expected earnings."
            )
            continue
        row = found.iloc[0]
        loss = float(row["loss"])
        cost = "with no loss against the best way" if loss < 1 else f"for {usd(loss)} less than the best way"
        yield (
            f"Most direction for least loss ({words}): {row['title']}, {row['direction']:.0%} of the hours, "
            f"{cost}."
        )


def _skills(ways: WaysOut) -> Iterator[str]:
    for target in ways.moves["occupation"].head(2):
        rows = ways.gaps[ways.gaps["occupation"].eq(target)].head(4) if len(ways.gaps) else ways.gaps
        title = ways.moves.set_index("occupation").loc[target, "title"]
        if rows.empty:
            yield f"{title}: nothing that ratings can tell."
            continue
        named = "; ".join(
            f"{row['title']} {row['level_now']:.1f} → {row['level_needed']:.1f}" for _, row in rows.iterrows()
        )
        yield f"{title}: {named}."


def _not_said(asked: Asked, ways: WaysOut) -> Iterator[str]:
    yield "It does not say whether this job will be lost, and it scores no person."
    yield (
        "Pay in the ways out is that of people in work: a spell without work, benefits, hours and what you "
        "like are not in it. Pay and hiring stay as they are today."
        if ways.ways.years
        else ""
    )
    yield f"Gains are expectations ({LOW:.0%} to {HIGH:.0%} in brackets); a single life is luckier or less so."
    if not asked.skill_titles and not asked.education_title:
        yield "You are taken to have what is usual in the occupation; --education and --have say otherwise."


def _years(ways: WaysOut) -> str:
    return "1 year" if ways.ways.years == 1 else f"{ways.ways.years} years"


def _range(row: pd.Series) -> str:
    if row["gain_low"] != row["gain_low"]:
        return "range not drawn"
    return f"{usd(row['gain_low'])} to {usd(row['gain_high'])}"
