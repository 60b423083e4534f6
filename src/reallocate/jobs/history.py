"""What became of a job's employment and pay since 2017, beside jobs that AI reaches as much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.work.compute import yearly_growth
from reallocate.work.growth import usual_growth
from reallocate.work.history import WINDOWS, all_jobs, source_scores
from reallocate.work.panel import AFTER, BEFORE, COUNTED, QUINTILES, comparable, signed
from reallocate.work.world import World

_NINETY = 1.6448536269514722
"""Standard errors to each side that hold 90% of what a survey might have found."""

_STATUSES = {
    "direct": "published under this code",
    "bridged": "whole codes were renamed or joined; no figure is guessed",
    "hybrid": "divided out of a temporary joint code; growth up to 2021 is guessed",
    "split": "old codes were divided; growth up to 2021 is guessed",
    "new": "divided out of an old residual code; growth up to 2021 is guessed",
}
"""How a year's figure came about, the surest first."""

_SURVEYED = "05"
"""The month of the survey."""


@dataclass(frozen=True, eq=False)
class JobHistory:
    """A job's employment and pay by year, and what its exposure fifth did.

    years : (year) employment, employment_low, employment_high [persons], wage_mean, wage_low, wage_high
        [USD/year of that year], wage_real, wage_real_low, wage_real_high [USD/year of the last year's money;
        missing without a price index], status, status_words; low and high hold 90% of the survey's error
    occupations : (occupation, year) the same for each
    quintiles : (source) fifth (5 the most exposed), fifth_before, fifth_after with _low and _high,
        all_before, all_after, job_before, job_after [share/year]; a job's growth is missing where a code was
        divided; no rows where the country's figures do not hold these years with their errors
    said : what a reader must know, one sentence each
    """

    years: pd.DataFrame
    occupations: pd.DataFrame
    quintiles: pd.DataFrame
    said: tuple[str, ...]


def job_history(world: World, mix: pd.Series) -> JobHistory:
    """What a job's occupations did, all people in them together, and their exposure fifth beside it.

    world : with the tables history and scores, and prices where there are any
    mix : (occupation) weight [share of the people with this job]
    employment[y] = Σ_o E[o,y]; pay[y] = Σ_o w_o·pay[o,y], w the same in every year; errors of occupations
    are independent: se[y] = √Σ_o se[o,y]²; low, high = value ∓ 1.645·se
    No rows where the country gives no year of these occupations.
    """
    weights = mix / mix.sum()
    table, places = _with_ranges(world)
    codes = [code for code in sorted(map(str, weights.index)) if code in places]
    if not codes:
        nothing = pd.DataFrame(columns=_QUINTILE_COLUMNS)
        return JobHistory(table.iloc[:0].droplevel("occupation"), table.iloc[:0], nothing, (_NO_YEARS,))
    occupations = pd.concat([table.iloc[places[code]] for code in codes])
    if len(weights) > 1:
        rows = _by_year(world).loc[codes].sort_index()
        years = _together(rows, weights, _prices(world, int(rows.index.get_level_values("year").max())))
    else:
        years = occupations.droplevel("occupation")
    if not _may_compare(world):
        lines = (*_alone(years), *_notes(years, len(weights)))
        return JobHistory(years, occupations, pd.DataFrame(columns=_QUINTILE_COLUMNS), lines)
    quintiles = _exposure_quintiles(world, weights)
    quintiles = quintiles.assign(job_before=_growth(years, BEFORE), job_after=_growth(years, AFTER))
    lines = (*_sentences(years, quintiles), *_notes(years, len(weights)))
    return JobHistory(years, occupations, quintiles, lines)


_NO_YEARS = "Employment and pay of earlier years are not known here."
_QUINTILE_COLUMNS = (
    "fifth", "job_before", "job_after", "all_before", "all_after",
    *(f"fifth_{when}{end}" for when in WINDOWS for end in ("", "_low", "_high")),
)  # fmt: skip


@lru_cache(maxsize=4)
def _may_compare(world: World) -> bool:
    """Whether the history holds both windows, and how far a survey may err."""
    rows = world.table("history")
    return {*BEFORE, *AFTER} <= set(rows["year"]) and bool(rows["employment_rse"].notna().any())


def _alone(years: pd.DataFrame) -> tuple[str, ...]:
    """What the years there are say of a job by itself."""
    known = years[years["employment"].gt(0)]
    if known.empty:
        return (_NO_YEARS,)
    if len(known) < len(BEFORE):
        return ("Employment in this occupation is known for one year alone.",)
    first, last = int(known.index[0]), int(known.index[-1])
    change = float(known["employment"].iloc[-1] / known["employment"].iloc[0])
    grew = _percent(yearly_growth(change, last - first))
    return (
        f"From {first} to {last} the people in it changed by {grew} a year; a survey of households errs by "
        "tens of per cent in a small occupation.",
        "Growth beside jobs as exposed, before generative AI and after, is not known here.",
    )


def _exposure_quintiles(world: World, mix: pd.Series) -> pd.DataFrame:
    """Which fifth of all jobs a job is in by exposure, and how that fifth grew.

    world : with the tables history and scores
    mix : (occupation) weight
    Returns (source) fifth, fifth_before, fifth_after [share/year] with _low and _high (10–90%), all_before,
    all_after. The job's place among the comparable jobs of 2022 is the middle of its equals:
    q = (jobs of lower score + half of those of equal score) / all jobs, over a mix the weighted mean of q;
    fifth = ⌊5q⌋ + 1
    """
    compared = _compared(world)
    weights = mix / mix.sum()
    places = compared.places.loc[weights.index].mul(weights, axis=0).sum()
    rows = []
    for source in world.sources:
        fifth = min(int(QUINTILES * float(places[source])) + 1, QUINTILES)
        rows.append({"fifth": fifth} | compared.growth[source, fifth] | compared.all_jobs)
    return pd.DataFrame(rows, index=pd.Index(world.sources, name="source"))


@dataclass(frozen=True, eq=False)
class _Compared:
    """What every job is set beside.

    places : (occupation, source) share of the comparable jobs that are less exposed
    growth : (source, fifth) fifth_before, fifth_before_low, … [share/year]
    all_jobs : all_before, all_after [share/year]
    """

    places: pd.DataFrame
    growth: Mapping[tuple[str, int], dict[str, float]]
    all_jobs: dict[str, float]


@lru_cache(maxsize=2)
def _compared(world: World) -> _Compared:
    """The same for every job, so found once a World."""
    panel = comparable(world.table("history"))
    people = panel.employment[AFTER[0]]
    places = source_scores(world).apply(lambda scores: _places(scores, people))
    growth = {
        (str(row["source"]), int(row["fifth"])): {
            f"fifth_{name}{end}": yearly_growth(1 + float(row[f"growth_{first}_{last}{end}"]), last - first)
            for name, (first, last) in WINDOWS.items()
            for end in ("", "_low", "_high")
        }
        for row in usual_growth(world).to_dict("records")
    }
    every = {f"all_{name}": rate for name, rate in all_jobs(panel).items()}
    return _Compared(places, growth, every)


def _places(scores: pd.Series, people: pd.Series) -> pd.Series:
    """Each occupation's place among the comparable jobs: those below, and half of its equals."""
    known = scores[people.index].to_numpy(float)
    order = np.argsort(known, kind="stable")
    below = np.concatenate([[0.0], np.cumsum(people.to_numpy(float)[order])])
    ends = [np.searchsorted(known[order], scores.to_numpy(float), side) for side in ("left", "right")]
    return pd.Series((below[ends[0]] + below[ends[1]]) / 2 / below[-1], index=scores.index)


@lru_cache(maxsize=2)
def _by_year(world: World) -> pd.DataFrame:
    """(occupation, year) the history, found once a World."""
    return world.table("history").set_index(["occupation", "year"]).sort_index()


@lru_cache(maxsize=2)
def _with_ranges(world: World) -> tuple[pd.DataFrame, dict[str, slice]]:
    """(occupation, year) the history with errors, real pay and words; which rows are an occupation's."""
    rows = _by_year(world)
    last = rows.index.get_level_values("year").max()
    table = _with_errors(rows, _prices(world, int(last)) if len(rows) else pd.Series(dtype=float))
    codes, begin = np.unique(table.index.get_level_values("occupation").to_numpy(str), return_index=True)
    ends = [*begin.tolist(), len(table)][1:]
    places = zip(codes.tolist(), begin.tolist(), ends, strict=True)
    return table, {code: slice(first, end) for code, first, end in places}


@lru_cache(maxsize=2)
def _prices(world: World, last: int) -> pd.Series:
    """(year) what money of that year's May is worth in the last year's; empty without a price index."""
    if "prices" not in world.tables:
        return pd.Series(dtype=float)
    index = world.table("prices").set_index("month")["index"]
    may = index[index.index.str.endswith(f"-{_SURVEYED}")]
    may = may.set_axis(may.index.str[:4].astype(int))
    return float(may[last]) / may


def _with_errors(rows: pd.DataFrame, prices: pd.Series) -> pd.DataFrame:
    """Each occupation and year with its 90% range, real pay and status in words."""
    table = rows[["employment"]].copy()
    _range(table, "employment", rows["employment"] * rows["employment_rse"] / 100)
    table["wage_mean"] = rows["wage_mean"]
    _range(table, "wage", rows["wage_mean"] * rows.get("wage_rse", np.nan) / 100, of="wage_mean")
    return _real(table, prices).assign(status=rows["status"], status_words=rows["status"].map(_STATUSES))


def _together(rows: pd.DataFrame, weights: pd.Series, prices: pd.Series) -> pd.DataFrame:
    """All occupations of a mix by year; a year in which one is missing is missing."""

    def summed(values: pd.Series) -> pd.Series:
        return values.unstack("occupation").reindex(columns=weights.index).sum(axis=1, skipna=False)

    weight = pd.Series(weights.reindex(rows.index, level="occupation"), index=rows.index)
    table = summed(rows["employment"]).rename("employment").to_frame()
    people_error = (rows["employment"] * rows["employment_rse"] / 100) ** 2
    _range(table, "employment", np.sqrt(summed(people_error)))
    table["wage_mean"] = summed(weight * rows["wage_mean"])
    pay_error = (weight * rows["wage_mean"] * rows.get("wage_rse", np.nan) / 100) ** 2
    _range(table, "wage", np.sqrt(summed(pay_error)), of="wage_mean")
    order = {name: place for place, name in enumerate(_STATUSES)}
    least_sure = rows["status"].map(order).unstack("occupation").max(axis=1)
    status = least_sure.map(dict(enumerate(_STATUSES)))
    return _real(table, prices).assign(status=status, status_words=status.map(_STATUSES))


def _range(table: pd.DataFrame, name: str, error: pd.Series, of: str = "") -> None:
    table[f"{name}_low"] = table[of or name] - _NINETY * error
    table[f"{name}_high"] = table[of or name] + _NINETY * error


def _real(table: pd.DataFrame, prices: pd.Series) -> pd.DataFrame:
    years = table.index.get_level_values("year")
    worth = pd.Series(prices.reindex(years).to_numpy(float), index=table.index)
    real = {"wage_real": "wage_mean", "wage_real_low": "wage_low", "wage_real_high": "wage_high"}
    return table.assign(**{name: table[nominal] * worth for name, nominal in real.items()})


def _growth(years: pd.DataFrame, window: tuple[int, int]) -> float:
    """A job's growth a year [share/year], missing where a divided code makes it a guess."""
    status, people = years["status"], years["employment"]
    if not all(year in years.index and status.at[year] in COUNTED for year in window):
        return float("nan")
    first, last = (float(people.to_numpy(float)[people.index.get_loc(year)]) for year in window)
    return yearly_growth(last / first, window[1] - window[0])


def _sentences(years: pd.DataFrame, quintiles: pd.DataFrame) -> tuple[str, ...]:
    words = []
    for name, (first, last) in WINDOWS.items():
        own, every = float(quintiles[f"job_{name}"].iloc[0]), float(quintiles[f"all_{name}"].iloc[0])
        low, high = float(quintiles[f"fifth_{name}"].min()), float(quintiles[f"fifth_{name}"].max())
        changed = f"changed by {_percent(own)} a year" if own == own else "cannot be compared"
        words.append(
            f"from {first} to {last} its employment {changed}, that of jobs as exposed by {_percent(low)} to "
            f"{_percent(high)} depending on the source, all jobs that can be compared by {_percent(every)}"
        )
    lowest, highest = int(quintiles["fifth"].min()), int(quintiles["fifth"].max())
    place = f"in fifth {lowest}" if lowest == highest else f"in fifths {lowest} to {highest}"
    result = [f"By exposure this job is {place} of 5, 5 the most exposed: {words[0]}; {words[1]}."]
    pay = years.loc[years["status"].isin(COUNTED) & years["wage_real"].notna(), "wage_real"]
    if len(pay) > 1:
        first, last = int(pay.index[0]), int(pay.index[-1])
        change = _percent(float(pay[last] / pay[first]) - 1)
        result.append(f"Mean pay, in prices of {last}, changed by {change} from {first} to {last} in all.")
    return tuple(result)


def _notes(years: pd.DataFrame, occupations: int) -> tuple[str, ...]:
    notes = ["The survey is not meant as a time series."]
    if years["employment_low"].notna().any():
        notes = ["Ranges hold 90% of the survey's sampling error. The survey is not meant as a time series."]
    if occupations > 1:
        notes.append(
            f"Employment is that of {occupations} occupations together, whatever their people are "
            "called; pay is weighted alike in every year."
        )
    if years["wage_real"].isna().all():
        notes.append("Pay is in money of its year, not corrected for prices.")
    for status in [status for status in _STATUSES if status not in COUNTED]:
        marked = [str(year) for year in years.index[years["status"].eq(status)]]
        if marked:
            notes.append(f"{', '.join(marked)}: {_STATUSES[status]}.")
    return tuple(notes)


def _percent(share: float) -> str:
    return f"{signed(100 * share, 1)}%"
