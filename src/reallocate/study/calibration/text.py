"""What a fitted market says: how near it is, whether the gate holds, what is free, who forecasts better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reallocate.economy.calibrate_profiles import FREE
from reallocate.economy.observed import SERIES, UNITS

Tables = Mapping[str, pd.DataFrame]
PERCENT = 100.0
NOTHING = 1e-4
ALIKE = 0.01
"""Errors nearer to one another than this count as equal [share of the smaller]."""


def sentences(meta: Mapping[str, Any], tables: Tables) -> dict[str, list[str]]:
    """The calibration in sentences, by part.

    meta : facts
    tables : of the calibration
    """
    return {
        "fit": fit_said(meta, tables["fit"]),
        "gate": gate_said(tables["gate"]),
        "free": free_said(meta, tables),
        "hindcast": hindcast_said(tables["hindcast"]),
        "not_said": not_said(),
    }


def fit_said(meta: Mapping[str, Any], fit: pd.DataFrame) -> list[str]:
    """How near the market is.

    meta : facts
    fit : table of that name
    """
    first, last = (str(month) for month in meta["months"])
    said = [
        f"The market is fitted to {', '.join(SERIES[:-1])} and {SERIES[-1]} of {first} to {last}, month by "
        f"month: {1.0 - float(meta['error']):.0%} of their variation is told by it, "
        f"{float(meta['error']):.0%} is not.",
    ]
    for row in fit.to_dict("records"):
        mean, observed, swing, seen, off = (
            f"{PERCENT * row[name]:.2f}"
            for name in (
                "mean_modelled",
                "mean_observed",
                "deviation_modelled",
                "deviation_observed",
                "error",
            )
        )
        said.append(
            f"{str(row['series']).capitalize()}: {mean} on average where {observed} was observed, a standard "
            f"deviation of {swing} where it was {seen}, a correlation of {row['correlation']:.2f}, off by "
            f"{off} (root mean square) [{UNITS[str(row['series'])]}]."
        )
    return said


def gate_said(gate: pd.DataFrame) -> list[str]:
    """Whether the gate holds, and where not.

    gate : table of that name
    """
    holds = int(gate["holds"].sum())
    said = [
        f"With AI off, {holds} of {len(gate)} checks hold"
        + ("." if holds == len(gate) else ", so scenarios under it are not to be relied on.")
    ]
    room = (gate["found"] - gate["low"]).clip(upper=gate["high"] - gate["found"]) / (
        gate["high"] - gate["low"]
    )
    narrow = gate.iloc[int(room.to_numpy().argmin())]
    if narrow["holds"]:
        said.append(f"The narrowest is {narrow['check']}: {_within(narrow)}.")
    for _, row in gate[~gate["holds"]].iterrows():
        said.append(f"It does not hold: {row['check']}, {_within(row)}.")
    return said


def _within(row: pd.Series) -> str:
    scale, unit = (PERCENT, "%") if str(row["unit"]).startswith("share") else (1.0, "")
    found, low, high = (f"{scale * float(row[name]):.2f}{unit}" for name in ("found", "low", "high"))
    return f"{found}, to lie within {low} and {high}"


def free_said(meta: Mapping[str, Any], tables: Tables) -> list[str]:
    """What the series tell and what they do not.

    meta : facts
    tables : parameters, profiles, speeds
    """
    free = [_symbol(tables, str(name)) for name in meta["stays_free"]]
    said = [
        (
            f"Moved by a fifth, these values change the fit by less than {FREE:.0%} once all others are "
            f"fitted anew, so that the series do not tell them: {_and(free)}."
            if free
            else f"Each value, moved by a fifth, makes the fit worse by {FREE:.0%} or more of its error."
        ),
        _speed_said(meta, tables),
        f"Of the employed, {float(meta['mobility']):.1%} change occupation in a year. The network is scaled "
        f"to {float(meta['mobility_asked']):.1%}, the share seen in the household survey, so that this is "
        "put in and no evidence. What is published lies anywhere from 6% to 19%.",
    ]
    return said


def _speed_said(meta: Mapping[str, Any], tables: Tables) -> str:
    parameters = tables["parameters"].set_index("parameter").loc["adjustment"]
    speeds = tables["speeds"]
    chosen, others = speeds[speeds["fitted"]].iloc[0], speeds[~speeds["fitted"]]
    apart = [
        f"at {row['adjustment']:g} it is {PERCENT * row['worse']:.1f}% worse, with an amplitude of "
        f"{row['amplitude']:.2f}"
        for row in others.to_dict("records")
        if abs(row["worse"]) > NOTHING
    ]
    return (
        f"γ, how fast gaps to demand close, is held at {parameters['value']:g} as published. Fitted too, it "
        f"comes to {chosen['adjustment']:.2f} (standard error "
        f"{parameters['standard_error_speed_fitted']:.2f}) and the error to {chosen['error']:.3f} instead of "
        f"{float(meta['error']):.3f}. Slower adjustment goes with demand that swings further, and the fit "
        f"tells them apart weakly: {'; '.join(apart)}."
    )


def _symbol(tables: Tables, name: str) -> str:
    row = tables["parameters"].set_index("parameter").loc[name]
    return f"{row['symbol']} ({row['says']})"


def hindcast_said(hindcast: pd.DataFrame) -> list[str]:
    """Who would have been nearest, window by window.

    hindcast : table of that name
    """
    said = []
    for window, rows in hindcast.groupby("window", sort=False):
        for told, part in rows.groupby("told", sort=True):
            errors = part.pivot(index="series", columns="forecast", values="error").loc[list(SERIES)]
            words = "Told what output did" if told else "Told nothing of what came"
            if len(errors.columns) > 1:
                said.append(f"{window}. {words}: {_nearest(errors)}")
    return [*said, f"Errors within {ALIKE:.0%} of one another count as equal."] if said else said


def _nearest(errors: pd.DataFrame) -> str:
    """Which forecast was nearest for which series, and where the market stood.

    errors : (series, forecast) [share]
    """
    best = errors.min(axis=1)
    alike = errors.le(best * (1.0 + ALIKE), axis=0)
    parts = [
        f"{_article(str(name))} was nearest for {_and([str(one) for one in alike.index[alike[name]]])}"
        for name in alike.columns[alike.any()]
    ]
    market = next(name for name in errors.columns if str(name).startswith("market"))
    beside = zip(errors.index, errors[market], best, alike[market], strict=True)
    off = [
        f"{series} {PERCENT * own:.2f} beside {PERCENT * least:.2f}"
        for series, own, least, near in beside
        if not near
    ]
    lost = f" The market lost on {len(off)} of {len(errors)} (points, root mean square): {'; '.join(off)}."
    return "; ".join(parts) + "." + (lost if off else " The market lost on none.")


def _article(name: str) -> str:
    if name.startswith("statistical"):
        return "the autoregression"
    return "no change" if name == "no change" else "the market"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def not_said() -> list[str]:
    """What the fit cannot tell."""
    return [
        "Months are no independent observations, so the standard errors are too small.",
        "How long people are unemployed, layoffs apart from quits, and moves in and out of the labour force "
        "by month are not available and were not fitted.",
        "Hires and separations are a transcription that was not checked against another copy.",
        "People without a job leave the labour force as seldom as those with one of their occupation do; in "
        "fact they do so more often.",
    ]
