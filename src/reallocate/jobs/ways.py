"""The three options of one job with every figure: stay, the moves sideways, and those after study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.occupations import TOP_CODE
from reallocate.jobs.question import JobQuery
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.number import band
from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import Requirements, requirements, skill_gaps
from reallocate.moves.facts import PAY
from reallocate.moves.odds import LocalPay, Worker, local_pay, within
from reallocate.moves.options import (
    LEAST_SEEN,
    SIDEWAYS,
    STAY,
    STUDY,
    SURE_STEP,
    label_of,
    standing,
    years_counted,
)
from reallocate.moves.study import entry_words, licences, requirements_in_words
from reallocate.moves.ways import (
    Person,
    WaysContext,
    moves_of,
    own_schooling,
    rarely_made,
    usual_moves,
    ways_context,
)
from reallocate.work.exchange import MarketPath
from reallocate.work.hours import WIDTHS, direction_index
from reallocate.work.jobs import reach_bands
from reallocate.work.world import World

WEIGHT_PER_PERSON = "survey_weight_per_person"
"""The parameter that turns the survey's weights into people."""

WITH_GAPS = 2
_LEAST_BAND = 0.2
"""A band of chances is never shown narrower than this: flows alone cannot tell [probability]."""

YEARS = 10
_REACHED = tuple(f"{name}{end}" for name in ("augmentable", "automatable") for end in ("", "_low", "_high"))
_DIRECTIONS = tuple(f"direction_{width}" for width in WIDTHS)
_CLOSER = 3

Row = Mapping[Any, Any]


_NO_SINGLE_JOB = (
    "No single job is named. The moves known here were seen in another country and tell groups of jobs "
    "alone."
)
_NO_COURSES = (
    "Which study pays back is not known here: there are no figures on this country's courses and fees."
)


@dataclass(frozen=True, eq=False)
class JobMoves:
    """What is known of leaving a job's likeliest occupation.

    pay : of all occupations in the place; own_pay : [USD/year] today
    schooling : [years of school] of the person, those usual in the occupation where none were said
    years : to look at in a market that is given
    options : (option) stay, then the moves sideways and after study that stand on the card, best first;
        columns as in `_table`, and label
    labels : (option) the sentence above the moves of an option, or why there is none
    usual : (move) the commonest of the other moves, columns as in `_table`
    every : (move) all that at least ten people were seen to make, the most usual first
    few : titles of jobs that somebody, but fewer than ten people, were seen to go to, the most usual first
    closer : (move) closer moves that pay less, best first, where fewer than three keep pay
    too_late : titles of study options that no longer pay back at the age given
    gaps : (row) as from `skill_gaps`, with occupation, of the first two moves sideways
    leaving : [share of people/year] who change occupation
    people_seen : [people] whom the survey saw change from the occupation to any other
    counted_with : (occupation) title of others that the survey does not tell from it
    licensed : how many occupations the list of licences holds
    """

    pay: LocalPay
    own_pay: float
    schooling: float
    years: int
    options: pd.DataFrame
    labels: Mapping[str, str]
    usual: pd.DataFrame
    every: pd.DataFrame
    few: tuple[str, ...]
    closer: pd.DataFrame
    too_late: tuple[str, ...]
    gaps: pd.DataFrame
    leaving: float
    people_seen: float
    counted_with: dict[str, str]
    licensed: int

    def of(self, option: str) -> Sequence[Row]:
        """The rows of one option, best first."""
        return [row for row in self._rows if row["option"] == option]

    def by_groups_alone(self) -> JobMoves:
        """The same where moves are bridged from another country: no single job to go to is named."""
        stay = self.options[self.options["option"].eq(STAY)]
        labels = {**self.labels, SIDEWAYS: _NO_SINGLE_JOB, STUDY: _NO_COURSES}
        return replace(
            self, options=stay, labels=labels, usual=self.usual[:0], every=self.every[:0],
            few=(), closer=self.closer[:0], too_late=(), gaps=self.gaps[:0],
        )  # fmt: skip

    @cached_property
    def _rows(self) -> list[Row]:
        return rows_of(self.options)


def rows_of(table: pd.DataFrame) -> list[Row]:
    """A table row by row."""
    columns = [table[name].tolist() for name in table]
    return [dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True)]


@lru_cache(maxsize=4)
def directions(world: World) -> pd.DataFrame:
    """How far every occupation directs, by both definitions.

    world : content
    Returns (occupation) direction_narrow, direction_wide [share of hours].
    """
    return direction_index(world.content).add_prefix("direction_")


def job_moves(
    world: World,
    query: JobQuery,
    parameters: Parameters,
    *,
    market: MarketPath | None = None,
) -> JobMoves:
    """The ways out of the likeliest occupation of the job that is asked about.

    world : with all tables of moves
    parameters : those of `ways.NUMBERS`
    market : must cover the years looked at, where one is given
    """
    context, pay = ways_context(world, parameters, query.own_moves), _pay(world, query.area)
    origin = query.job.likeliest
    worker = Worker(origin, query.age, query.skills)
    years = worker.years(query.horizon)
    if market is not None and market.years < years:
        raise InvariantError(
            Problem(f"the market path covers {market.years} years of {years}", "market", "Give a longer one.")
        )
    own_pay = float(pay.table["p50"][origin]) if query.pay is None else query.pay
    found = moves_of(context, origin, _person(query, pay))
    place = context.facts.place(origin)
    shown = standing(found, parameters)
    shown = shown.assign(title=[_title(world, code) for code in shown["occupation"]])
    each = {option: shown[shown["option"] == option] for option in (SIDEWAYS, STUDY)}
    labels = {option: label_of(rows, option, query.age, parameters) for option, rows in each.items()}
    parts = {"shown": shown, "usual": usual_moves(found, shown), "closer": _closer(found, each[SIDEWAYS])}
    often = found[found["seen"] >= LEAST_SEEN]
    parts["every"] = often.sort_values(["share", "place"], ascending=[False, True])
    table = _table(world, query, context, pd.concat(parts.values(), ignore_index=True), pay)
    ends = np.cumsum([len(part) for part in parts.values()])
    tables = dict(zip(parts, np.split(np.arange(len(table)), ends[:-1]), strict=True))
    moves, usual, closer, every = (table.iloc[rows].reset_index(drop=True) for rows in tables.values())
    stay = _stay(world, query, context, pay, own_pay)
    moves = moves.assign(label=moves["option"].map(labels), rank=moves["rank"].astype(int))
    labels[STAY] = str(stay["label"].iloc[0])
    return JobMoves(
        pay=pay,
        own_pay=own_pay,
        schooling=own_schooling(context.facts, place, query.education),
        years=years,
        options=pd.concat([stay, moves], ignore_index=True),
        labels=labels,
        usual=usual,
        every=every,
        few=tuple(_title(world, code) for code in rarely_made(found)["occupation"]),
        closer=closer,
        too_late=tuple(_title(world, code) for code in found.loc[found["too_late"], "occupation"]),
        gaps=_gaps(world, worker, moves),
        leaving=float(context.moved.leaving[place]),
        people_seen=float(context.moved.seen[place].sum()),
        counted_with={code: _title(world, code) for code in context.counts.counted_with(origin)},
        licensed=len(world.table("licences")),
    )


def _person(query: JobQuery, pay: LocalPay) -> Person | None:
    """Who asks, where anything differs from what is usual in the occupation and the nation."""
    said = (query.area, query.pay, query.education, query.age, *query.fields)
    if all(one is None for one in said):
        return None
    local = (
        None if query.area is None else pay.table[[one.removeprefix("wage_") for one in PAY]].to_numpy(float)
    )
    return Person(query.pay, query.education, query.fields, query.age, local)


def _table(
    world: World, query: JobQuery, context: WaysContext, found: pd.DataFrame, pay: LocalPay
) -> pd.DataFrame:
    """The moves with every figure of the card.

    found : (move) as from `moves_of`
    Returns (move) option, rank, step, and the columns of `tables.FACTS`; named: whether a programme names the
    job; closest: of O*NET's closest tier.
    """
    facts, place = context.facts, found["place"].to_numpy(int)
    origin = facts.place(query.job.likeliest)
    named = context.stars
    followers = np.where(named.shown[place] > 0, named.shown[place], np.nan)
    spread = context.parameters["move_person_spread"]
    horizon = Worker(query.job.likeliest, query.age).years(YEARS)
    part = np.fmin(1.0, 1.0 / followers)
    middle, low, high = (chance * part for chance in context.odds(np.full(len(place), origin), place))
    words = entry_words(world)
    here = _part_here(world, query.area, [*found["occupation"], query.job.likeliest])
    openings, looking = facts.openings[place] * here[:-1], found["looking"] * here[-1]
    starred = (place == named.first[origin]) & found["option"].eq(SIDEWAYS) & found["better"]
    return pd.DataFrame(
        {
            "option": found["option"],
            "rank": found["rank"],
            "step": found["step"],
            **_described(world, context, found["occupation"].tolist(), pay),
            "star": starred & found["step"].le(SURE_STEP),
            "of_100_leavers": 100 * found["share"],
            "low": 100 * found["low"],
            "high": 100 * found["high"],
            "seen": found["seen"],
            "odds_low": low,
            "odds_high": np.maximum(high, low + _LEAST_BAND),
            "ten_year": within(middle, horizon, spread),
            "entry_pay": found["entry_pay"],
            "later_pay": found["median_pay"],
            "later_pay_low": found["lower_pay"],
            "later_pay_high": found["upper_pay"],
            "pay_known": found["median_pay"] < TOP_CODE,
            "entry_change": found["entry_change"],
            "pay_change": found["pay_change"],
            "years_of_study": found["years"],
            "apprenticeship": found["apprenticeship"],
            "tuition": found["tuition"],
            **_paid_back(found, query.age, context.parameters),
            "licence": licences(found, words),
            "experience_met": found["experience"] == 0,
            "asks": requirements_in_words(found, words),
            "openings": openings,
            "looking": looking,
            "room": openings / looking,
            "better": found["better"],
            "automatable_now": facts.automatable[origin],
            "named": found["named"],
            "closest": found["tier"].eq(3),
        },
        index=found.index,
    )


def _paid_back(found: pd.DataFrame, age: float | None, p: Parameters) -> dict[str, pd.Series]:
    """Years after study until it is paid back, and the age then; missing where it is not."""
    wait, years = found["wait"], years_counted(age, p)
    paid = found["option"].eq(STUDY) & (wait + found["payback_high"] <= years)
    ends = {end: found[f"payback_{end}"].where(paid) for end in ("low", "high")}
    then = float("nan") if age is None else age
    return {
        "wait": wait,
        **{f"payback_{end}": value for end, value in ends.items()},
        **{f"age_{end}": then + wait + value for end, value in ends.items()},
    }


def _described(
    world: World, context: WaysContext, codes: list[str], pay: LocalPay
) -> dict[str, Any]:
    """What is known of occupations, whoever asks; (column, occupation)."""
    about = _about(world)
    known = about.index.get_indexer(pd.Index(codes, dtype=object))
    return {
        "occupation": codes,
        "title": about["title"].to_numpy(object)[known],
        **{name: about[name].to_numpy(float)[known] for name in (*_REACHED, *_DIRECTIONS)},
        "counted_with": [" ".join(context.counts.counted_with(code)) for code in codes],
        "pay_local": pay.local.reindex(codes).to_numpy(bool),
    }


def _stay(world: World, query: JobQuery, context: WaysContext, pay: LocalPay, own_pay: float) -> pd.DataFrame:
    """The first option: the present job, its pay in the place and its openings; (option) one row.

    entry_pay is the pay of today, later_pay the middle of the job with its 25th and 75th percentile.
    """
    code = query.job.likeliest
    place = context.facts.place(code)
    lower, middle, upper = (float(pay.table[name][code]) for name in ("p25", "p50", "p75"))
    part = float(_part_here(world, query.area, [code])[0])
    about = {name: one[0] for name, one in _described(world, context, [code], pay).items()}
    reached, low, high = (about[f"automatable{end}"] for end in ("", "_low", "_high"))
    row = {
        "option": STAY,
        "rank": 1,
        "step": 0,
        "label": f"No course or licence; AI could do {band(reached, low, high, 'share')} of the hours alone.",
        **about,
        "star": False,
        "entry_pay": own_pay,
        "later_pay": middle,
        "later_pay_low": lower,
        "later_pay_high": upper,
        "pay_known": middle < TOP_CODE,
        "entry_change": 0.0,
        "pay_change": middle / own_pay - 1.0,
        "years_of_study": 0.0,
        "apprenticeship": False,
        "tuition": 0.0,
        "wait": 0.0,
        "licence": "",
        "experience_met": True,
        "asks": "no course or licence",
        "openings": float(context.facts.openings[place]) * part,
        "better": False,
        "automatable_now": float(context.facts.automatable[place]),
        "named": False,
        "closest": False,
    }
    return pd.DataFrame([row])


def _closer(found: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Closer moves that pay less, where fewer than three keep pay; (move), the least loss first."""
    if len(shown) >= _CLOSER or shown.empty or shown["step"].iloc[0] > SURE_STEP:
        return found.iloc[:0]
    closer = found[found["option"].eq(SIDEWAYS) & found["step"].eq(SURE_STEP + 1)].head(_CLOSER)
    return closer.sort_values("pay_change", ascending=False)


def _part_here(world: World, area: str | None, codes: list[str]) -> Array:
    """The place's share of the nation's jobs in some occupations; (occupation) [share]."""
    if area is None:
        return np.ones(len(codes))
    rows = world.table("area_employment")
    here = rows[rows["area"] == area].set_index("occupation")["employment"]
    part = here.reindex(codes) / world.occupations["employment"].reindex(codes).to_numpy(float)
    return np.asarray(part, dtype=np.float64)


def _title(world: World, code: str) -> str:
    return str(world.occupations.at[code, "title"])


@lru_cache(maxsize=2)
def _pay(world: World, area: str | None) -> LocalPay:
    return local_pay(world, area)


@lru_cache(maxsize=2)
def _needs(world: World) -> Requirements:
    return requirements(world)


@lru_cache(maxsize=4)
def _about(world: World) -> pd.DataFrame:
    """(occupation) title, reach and direction, under labels that are found fast."""
    table = reach_bands(world).join(directions(world))
    table = table.set_axis(pd.Index(table.index.to_list(), dtype=object, name="occupation"))
    table.insert(0, "title", world.occupations["title"].reindex(table.index).astype(object))
    return table


def _gaps(world: World, worker: Worker, moves: pd.DataFrame) -> pd.DataFrame:
    needs = _needs(world)
    own = worker.levels(needs)
    parts = [
        skill_gaps(world, needs, own, target).assign(occupation=target)
        for target in moves.loc[moves["option"] == SIDEWAYS, "occupation"].head(WITH_GAPS)
    ]
    if not parts:
        return pd.DataFrame(columns=["occupation", "title", "importance"])
    return pd.concat(parts, ignore_index=True)
