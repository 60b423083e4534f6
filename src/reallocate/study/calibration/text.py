"""A fitted market in sentences: how near it is, the criteria, what the data leave free, who forecast best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.economy.calibrate_profiles import FREE
from reallocate.economy.observed import SERIES, UNITS
from reallocate.measure.number import cell, listed, sentence

Tables = Mapping[str, pd.DataFrame]
PERCENT = 100.0
SAME_ERROR = 1e-4
"""A fit that is worse by less than this is the best one [share of its error]."""
TIED = 0.01
"""Errors nearer to one another than this count as equal [share of the smaller]."""


def text(facts: Mapping[str, Any], tables: Tables) -> dict[str, list[str]]:
    """The calibration in sentences, by part."""
    return {
        "fit": fit_text(facts, tables["fit"]),
        "gate": criteria_text(tables["gate"]),
        "free": free_text(facts, tables),
        "hindcast": hindcast_text(tables["hindcast"]),
        "not_said": limits(),
    }


def fit_text(facts: Mapping[str, Any], fit: pd.DataFrame) -> list[str]:
    """How near the market is to the series.

    fit : table of that name
    """
    first, last = (str(month) for month in facts["months"])
    error = float(facts["error"])
    lines = [
        f"The fitted market explains {1.0 - error:.0%} of the monthly variation of {', '.join(SERIES[:-1])} "
        f"and {SERIES[-1]} from {first} to {last}; {error:.0%} remains unexplained.",
    ]
    names = ("mean_modelled", "mean_observed", "deviation_modelled", "deviation_observed", "error")
    for row in fit.to_dict("records"):
        mean, observed, swing, seen, off = (_points(row[name]) for name in names)
        lines.append(
            f"{sentence(row['series'])}: mean {mean} (observed {observed}), standard deviation {swing} "
            f"(observed {seen}), correlation {row['correlation']:.2f}, root-mean-square error {off} "
            f"[{UNITS[str(row['series'])]}]."
        )
    return lines


def criteria_text(gate: pd.DataFrame) -> list[str]:
    """How many criteria are met, which is the closest, and which are missed.

    gate : table of that name
    """
    met = int(gate["holds"].sum())
    lines = [
        f"Without AI, {met} of {len(gate)} criteria are met"
        + ("." if met == len(gate) else ", so do not rely on scenarios under this fit.")
    ]
    room = (gate["value"] - gate["low"]).clip(upper=gate["high"] - gate["value"]) / (
        gate["high"] - gate["low"]
    )
    closest = gate.iloc[int(room.to_numpy().argmin())]
    if closest["holds"]:
        lines.append(f"The closest to its limit is {closest['check']}: {_within(closest)}.")
    lines += [f"Missed: {row['check']}, {_within(row)}." for _, row in gate[~gate["holds"]].iterrows()]
    return lines


def _within(row: pd.Series) -> str:
    value, low, high = (
        cell(float(row[name]), str(row["unit"]), digits=2, exact=True) for name in ("value", "low", "high")
    )
    return f"{value}, permitted {low} to {high}"


def _points(share: float) -> str:
    """A share in percent, without the sign [%]."""
    return cell(PERCENT * share, digits=2, exact=True)


def free_text(facts: Mapping[str, Any], tables: Tables) -> list[str]:
    """Which values the series determine, and which they leave free.

    tables : parameters, profiles, speeds
    """
    rows = tables["parameters"].set_index("parameter").loc[[str(name) for name in facts["stays_free"]]]
    free = [f"{row['symbol']} ({row['says']})" for _, row in rows.iterrows()]
    return [
        (
            f"The series do not determine {listed(free)}: moved by a fifth and all others fitted anew, each "
            f"changes the fit by less than {FREE:.0%}."
            if free
            else "The series determine every value: moved by a fifth, each makes the fit worse by "
            f"{FREE:.0%} or more of its error."
        ),
        *_speed_text(facts, tables),
        f"{float(facts['mobility']):.1%} of the employed change occupation in a year. This is no evidence: "
        f"the network's moves add up to {float(facts['mobility_observed']):.1%}, as the household survey "
        "sees people change occupation. Published shares range from 6% to 19%.",
    ]


def _speed_text(facts: Mapping[str, Any], tables: Tables) -> list[str]:
    adjustment = tables["parameters"].set_index("parameter").loc["adjustment"]
    speeds = tables["speeds"]
    chosen, others = speeds[speeds["fitted"]].iloc[0], speeds[~speeds["fitted"]]
    apart = [
        f"at {row['adjustment']:g} it is {cell(row['worse'], 'share', digits=1, exact=True)} worse, with an "
        f"amplitude of {row['amplitude']:.2f}"
        for row in others.to_dict("records")
        if abs(row["worse"]) > SAME_ERROR
    ]
    return [
        f"γ, the speed at which gaps to demand close, is fixed at the published {adjustment['value']:g}. "
        f"Fitted too, it is {chosen['adjustment']:.2f} (standard error "
        f"{adjustment['standard_error_speed_fitted']:.2f}), with an error of {chosen['error']:.3f} instead "
        f"of {float(facts['error']):.3f}.",
        "Slower adjustment goes with wider swings of demand, and the fit separates the two only weakly: "
        f"{'; '.join(apart)}.",
    ]


def hindcast_text(hindcast: pd.DataFrame) -> list[str]:
    """Which forecast had the smallest error, window by window.

    hindcast : table of that name
    """
    lines = []
    for window, rows in hindcast.groupby("window", sort=False):
        for known, part in rows.groupby("output_known", sort=True):
            errors = part.pivot(index="series", columns="forecast", values="error").loc[list(SERIES)]
            words = "With known output" if known else "Without later data"
            if len(errors.columns) > 1:
                lines.append(f"{window}. {words}: {_nearest(errors)}")
    return [*lines, f"Errors within {TIED:.0%} of one another count as equal."] if lines else lines


def _nearest(errors: pd.DataFrame) -> str:
    """Which forecast was nearest for which series, and how far off the market was.

    errors : (series, forecast) [share]
    """
    best = errors.min(axis=1)
    tied = errors.le(best * (1.0 + TIED), axis=0)
    nearest = [
        f"{_article(str(name))} was nearest for {listed([str(one) for one in tied.index[tied[name]]])}"
        for name in tied.columns[tied.any()]
    ]
    market = next(name for name in errors.columns if str(name).startswith("market"))
    compared = zip(errors.index, errors[market], best, tied[market], strict=True)
    off = [
        f"{series} {_points(own)} instead of {_points(least)}"
        for series, own, least, near in compared
        if not near
    ]
    lost = (
        f" The market lost on {len(off)} of {len(errors)} (root-mean-square error in points): "
        f"{'; '.join(off)}."
    )
    return "; ".join(nearest) + "." + (lost if off else " The market lost on none.")


def _article(name: str) -> str:
    if name.startswith("statistical"):
        return "the autoregression"
    return "no change" if name == "no change" else "the market"


def limits() -> list[str]:
    """What the fit cannot tell."""
    return [
        "Standard errors are too small, because months are not independent observations.",
        "Duration of unemployment, layoffs apart from quits, and monthly moves in and out of the labour "
        "force are not available and were not fitted.",
        "Hires and separations are a transcription that was not checked against another copy.",
        "Unemployed people leave the labour force as seldom as employed people of their occupation; in fact "
        "they leave more often.",
    ]
