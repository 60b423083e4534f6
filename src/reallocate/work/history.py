"""Did exposure foretell decline? Growth by exposure fifth and rank correlation, and under other choices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import HIGH, LOW
from reallocate.work.compute import yearly_growth
from reallocate.work.panel import (
    AFTER,
    BEFORE,
    COUNTED,
    DRAWS,
    QUINTILES,
    SEED,
    Array,
    Draws,
    Panel,
    comparable,
    draw_panel,
    finding,
    middle_ranks,
    overall,
    quintile_shares,
    rank_correlation,
    verdict,
    weighted_quantiles,
)
from reallocate.work.world import World

WINDOWS = {"before": BEFORE, "after": AFTER}


def history_tables(world: World, draws: int = DRAWS, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Employment growth by exposure before the AI and after, with what chance leaves open.

    world : with the tables history and scores
    draws, seed : of the intervals
    Returns `history`: source, fifth (5 holds the most exposed fifth of the jobs of 2022, in both
    windows), growth_2017_2019, growth_2022_2025 [share over the years] with _low and _high,
    median_2017_2019, median_2022_2025 (the middle occupation's), employment_2022 [persons];
    and `history_summary`: source; rank_correlation_before, _after with _low and _high, difference,
    low, high; sampling_low, sampling_high of the difference; difference_weighted (an occupation counts
    as often as it has jobs) and difference_own (each window over all occupations it can compare);
    gap_before, gap_after, gap_change with gap_low and gap_high [share/year], the most exposed fifth's
    growth minus all jobs'; occupations; finding (of the source); verdict and sentence (of all sources,
    claim 3d). Intervals are 10–90%, survey error and resampled occupations together; sampling_… is
    survey error alone.
    """
    table = world.table("history")
    panel = comparable(table)
    sample = draw_panel(panel, draws, seed)
    wide = source_scores(world)
    scores = wide.loc[panel.employment.index]
    published, drawn = _in_quintiles(scores, panel, sample)
    history = _quintiles(scores, panel, published, drawn)
    measured = pd.DataFrame(_correlations(scores, panel, sample)).merge(
        _gaps(world.sources, published, drawn), on="source", validate="one_to_one"
    )
    own = _own_occupations(wide, table)["difference"]
    measured = measured.assign(difference_own=measured["source"].map(own), occupations=len(scores))
    summary = measured.assign(
        finding=[finding(row) for row in measured.to_dict("records")],
        verdict=verdict(measured),
        sentence=overall(measured),
    )
    return {"history": history, "history_summary": summary}


def quintile_growth(world: World, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Employment growth by exposure fifth, without the rest of the history.

    world : with the tables history and scores
    draws, seed : of the intervals
    Returns `history` as `history_tables` does, to the same digits.
    """
    panel = comparable(world.table("history"))
    scores = source_scores(world).loc[panel.employment.index]
    published, sample = _in_quintiles(scores, panel, draw_panel(panel, draws, seed))
    return _quintiles(scores, panel, published, sample)


def source_scores(world: World) -> pd.DataFrame:
    """Each occupation's score by each source; (occupation, source).

    world : with the table scores
    """
    wide = world.table("scores").pivot(index="occupation", columns="source", values="score")
    return wide[list(world.sources)]


def _own_occupations(scores: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Rank correlations where each window holds every occupation that it can compare.

    scores : (occupation, source)
    history : (occupation, year) employment [persons], employment_rse [%], status
    Returns (source) before, after, difference [rank correlation], occupations_before, _after. New codes
    are only in the second, so part of the difference is between occupations, not years.
    """
    result: dict[str, object] = {}
    for name, (first, last) in WINDOWS.items():
        panel = comparable(history, ((first, last),))
        growth = (panel.employment[last] / panel.employment[first]).to_numpy()
        ones = np.ones(len(growth))
        part = scores.loc[panel.employment.index]
        result[name] = [float(correlation(part[source].to_numpy(float), growth, ones)) for source in part]
        result[f"occupations_{name}"] = len(growth)
    return pd.DataFrame(result, index=scores.columns).assign(difference=lambda t: t["after"] - t["before"])


def yearly(growth: pd.Series[float], window: tuple[int, int]) -> pd.Series[float]:
    """Growth as a rate a year, so that two years can stand beside three.

    growth : (row) [share over the window]
    window : first and last year
    """
    return yearly_growth(1 + growth, window[1] - window[0])


def all_jobs(panel: Panel) -> dict[str, float]:
    """Growth of the comparable occupations together, before and after [share/year].

    panel : the comparable occupations
    """
    total = panel.employment.sum()
    return {name: yearly_growth(float(total[b] / total[a]), b - a) for name, (a, b) in WINDOWS.items()}


def _interval(found: Array | float, drawn: Array) -> tuple[Array, Array]:
    """The 10–90% interval around what was found.

    found : the estimate, or several
    drawn : (draw) or (draw, estimate)
    found + (quantile of the draws − their mean): error added to figures that have error of their own
    pulls every correlation towards 0, which would pass for a finding.
    """
    shift = found - drawn.mean(axis=0)
    low, high = np.quantile(drawn, [LOW, HIGH], axis=0)
    return shift + low, shift + high


def correlation(score: Array, growth: Array, weights: Array) -> Array:
    """Rank correlation of exposure with growth, an occupation counting as often as its weight says.

    score, growth, weights : (occupation); growth as a ratio or a rate
    """
    return rank_correlation(middle_ranks(score, weights), middle_ranks(growth, weights), weights)


def _in_quintiles(
    scores: pd.DataFrame, panel: Panel, sample: Draws
) -> tuple[dict[int, Array], dict[int, Array]]:
    """Employment of each fifth, (year) → (source, fifth) as published and (draw, source, fifth) as drawn."""
    start = panel.employment[AFTER[0]].to_numpy()
    shares = np.hstack([quintile_shares(scores[source].to_numpy(float), start) for source in scores])
    shape = (scores.shape[1], QUINTILES)
    published = {year: (panel.employment[year].to_numpy() @ shares).reshape(shape) for year in sample.sampled}
    drawn = {year: (people @ shares).reshape(-1, *shape) for year, people in sample.sampled.items()}
    return published, drawn


def _quintiles(
    scores: pd.DataFrame, panel: Panel, published: dict[int, Array], drawn: dict[int, Array]
) -> pd.DataFrame:
    """Growth of each source's fifths, with its interval and that of the middle occupation."""
    sources, start = [str(source) for source in scores], panel.employment[AFTER[0]].to_numpy()
    table: dict[str, object] = {
        "source": np.repeat(sources, QUINTILES),
        "fifth": np.tile(np.arange(1, QUINTILES + 1), len(sources)),
    }
    shares = [quintile_shares(scores[source].to_numpy(float), start) for source in sources]
    for a, b in (BEFORE, AFTER):
        growth, sampled = published[b] / published[a] - 1, drawn[b] / drawn[a] - 1
        low, high = _interval(growth, sampled)
        name = f"growth_{a}_{b}"
        table |= {name: growth.ravel(), f"{name}_low": low.ravel(), f"{name}_high": high.ravel()}
        single = (panel.employment[b] / panel.employment[a] - 1).to_numpy()
        table[f"median_{a}_{b}"] = [
            weighted_quantiles(single, column, (0.5,))[0] for share in shares for column in share.T
        ]
    table[f"employment_{AFTER[0]}"] = published[AFTER[0]].ravel()
    return pd.DataFrame(table)


def _gaps(
    sources: tuple[str, ...], published: dict[int, Array], drawn: dict[int, Array]
) -> pd.DataFrame:
    """The most exposed fifth's growth minus that of all jobs [share/year], and the change of it."""

    def gap(people: dict[int, Array], window: tuple[int, int]) -> Array:
        (a, b), years = window, 1 / (window[1] - window[0])
        exposed, every = people[b][..., -1] / people[a][..., -1], people[b].sum(-1) / people[a].sum(-1)
        return np.asarray(exposed**years - every**years)

    result = {f"gap_{name}": gap(published, window) for name, window in WINDOWS.items()}
    change = result["gap_after"] - result["gap_before"]
    low, high = _interval(change, gap(drawn, AFTER) - gap(drawn, BEFORE))
    changes = {"gap_change": change, "gap_low": low, "gap_high": high}
    return pd.DataFrame({"source": list(sources), **result, **changes})


def _correlations(scores: pd.DataFrame, panel: Panel, sample: Draws) -> list[dict[str, object]]:
    """Each source's rank correlations, their difference and intervals."""
    ones = np.ones(len(scores))
    kinds = {"sampling_": ones[None, :], "": sample.counts}
    # Growth is the same under every source: it is ranked once.
    ranked = {
        (kind, window): middle_ranks(sample.employment[window[1]] / sample.employment[window[0]], counts)
        for kind, counts in kinds.items()
        for window in (BEFORE, AFTER)
    }
    rows = []
    for source in scores:
        score = scores[source].to_numpy(float)
        result, heavy, drawn = {}, {}, {}
        for name, window in WINDOWS.items():
            first, last = (panel.employment[year].to_numpy() for year in window)
            result[name] = float(correlation(score, last / first, ones))
            heavy[name] = float(correlation(score, last / first, first))
        for kind, counts in kinds.items():
            ranks = middle_ranks(score, counts)
            for name, window in WINDOWS.items():
                drawn[kind, name] = rank_correlation(ranks, ranked[kind, window], counts)
        row: dict[str, object] = {"source": source}
        for name in WINDOWS:
            low, high = _interval(result[name], drawn["", name])
            column = f"rank_correlation_{name}"
            row |= {column: result[name], f"{column}_low": float(low), f"{column}_high": float(high)}
        row["difference"] = result["after"] - result["before"]
        for kind in ("", "sampling_"):
            spread = drawn[kind, "after"] - drawn[kind, "before"]
            low, high = _interval(result["after"] - result["before"], spread)
            row |= {f"{kind}low": float(low), f"{kind}high": float(high)}
        rows.append(row | {"difference_weighted": heavy["after"] - heavy["before"]})
    return rows


_LARGE = 20_000.0
_UNSTEADY = 0.1
_RESIDUAL = "All Other"


def variants(world: World) -> pd.DataFrame:
    """The difference, correlation after minus before, of each source under each choice.

    world : with the tables history and scores
    Returns variant, occupations, then one column a source [rank correlation].
    """
    history = world.table("history")
    scores = source_scores(world)
    kept = comparable(history).employment
    codes = pd.Series(kept.index, index=kept.index)
    titles = world.occupations["title"].reindex(kept.index)
    chosen = {
        "as stated": kept,
        f"without {_RESIDUAL} codes": kept[~titles.str.contains(_RESIDUAL)],
        "without office and administrative support": kept[~codes.str.startswith("43-")],
        "without the tenth that changed most in either window": kept[_steady(kept)],
        "without renamed or joined codes": kept[kept.index.isin(_unchanged(history))],
        f"above {_LARGE:,.0f} jobs": comparable(history, least=_LARGE).employment,
    }
    rows = [_row(name, table, scores, BEFORE, AFTER) for name, table in chosen.items()]
    rows.append(_row("counted by jobs instead of occupations", kept, scores, BEFORE, AFTER, by_jobs=True))
    for first, second in (((2017, 2019), (2023, 2025)), ((2018, 2019), (2024, 2025))):
        table = comparable(history, (first, second)).employment
        name = f"{first[0]} to {first[1]} and {second[0]} to {second[1]}"
        rows.append(_row(name, table, scores, first, second))
    return pd.DataFrame(rows)


def _row(
    name: str,
    employment: pd.DataFrame,
    scores: pd.DataFrame,
    before: tuple[int, int],
    after: tuple[int, int],
    by_jobs: bool = False,
) -> dict[str, object]:
    row: dict[str, object] = {"variant": name, "occupations": len(employment)}
    for source in scores:
        score = scores[source].loc[employment.index].to_numpy(float)
        result = []
        for first, last in (before, after):
            start = employment[first].to_numpy(float)
            weights = start if by_jobs else np.ones(len(start))
            result.append(float(correlation(score, employment[last].to_numpy(float) / start, weights)))
        row[str(source)] = result[1] - result[0]
    return row


def _steady(employment: pd.DataFrame) -> pd.Series[bool]:
    """Occupations whose growth is not among the most extreme of either window."""
    steady = pd.Series(True, index=employment.index)
    for first, last in (BEFORE, AFTER):
        growth = pd.Series(np.log(employment[last] / employment[first]), index=employment.index)
        far = (growth - growth.median()).abs()
        steady &= far <= far.quantile(1 - _UNSTEADY)
    return steady


def _unchanged(history: pd.DataFrame) -> pd.Index:
    """Occupations whose code was published as it is today in every year."""
    direct = history["status"].eq(COUNTED[0]).groupby(history["occupation"]).all()
    return direct[direct].index
