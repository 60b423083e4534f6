"""The nation's market fitted anew as a result: sentences, page and card."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest
from reallocate.kernel.blocks import Block, Heading, Prose, Section
from reallocate.kernel.executor import Say
from reallocate.kernel.number import cell, listed, sentence
from reallocate.kernel.table import Column, Tables, computed
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.kernel.units import PERCENT
from reallocate.market.calibration.model import (
    FREE,
    KNOWN,
    NO_CHANGE,
    FittedMarket,
    Forecast,
    hindcasts,
    occupation_changes,
    prefixed,
    profiles,
    speeds,
    stays_free,
)
from reallocate.market.calibration.tables import CHARTS, TABLES
from reallocate.market.flow.engine import compiled_first
from reallocate.market.nation.economy import FITTED_FILE, fitted_text, observed_months
from reallocate.market.nation.fit import fit, gate, modelled
from reallocate.market.nation.observed import UNITS
from reallocate.market.simulate.runs import inputs_hash, market_of_months
from reallocate.market.state.market import SERIES
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result
from reallocate.render.status import Status
from reallocate.work.world import World

TEXT = Text()
_Facts = Mapping[str, Any]

_SECTIONS = {
    "fit": "How near the market is",
    "gate": "Criteria without AI",
    "free": "What the data leave free",
    "hindcast": "Forecasts of unseen months",
    "not_said": "Limits of these figures",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    facts = result.facts
    repeat = how_to_repeat(facts, ("Series", str(facts["inputs"])), request="Months and forecasts")
    return [*sections(result, TEXT, _SECTIONS), repeat]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    said = partial(TEXT.picked, result.text)
    return [
        Prose(said("explained_variation")),
        result.grid("fit"),
        values(result, card=True),
        result.grid("gate"),
        Prose(said("criteria_text")),
        Heading(_SECTIONS["free"]),
        Prose(said("free_text")),
        result.grid("hindcast"),
        Prose(said("hindcast_text")),
        Heading(_SECTIONS["not_said"]),
        Prose(said("limits"), NOTE),
    ]


@TEXT.block("free")
def values(result: Result, card: bool = False) -> Block:
    """Each value, and how much worse the fit is with it moved."""
    profiles = result.tables["profiles"]
    sides = {"lower": profiles["ratio"] < 1.0, "higher": profiles["ratio"] > 1.0}
    rows = result.tables["parameters"]
    moved = {
        name: rows["parameter"].map(profiles[side].set_index("parameter")["worse"])
        for name, side in sides.items()
    }
    columns: list[str | Column] = [
        "says", "symbol", Column("value", "Value"),
        Column("standard_error", "Standard error", absent="fixed"),
        Column("lower", "Worse, fifth lower", "share", digits=1, absent="out of range"),
        Column("higher", "Worse, quarter higher", "share", digits=1, absent="out of range"),
    ]  # fmt: skip
    if not card:
        columns[2:2] = ["unit"]
        columns.append(Column("value_speed_fitted", "Value, γ fitted too"))
    caption = "Values, and how much worse the fit is with one moved"
    return result.grid("parameters", *columns, rows=rows.assign(**moved), caption=caption)


CALIBRATION = Kind(
    "calibration", "a calibration", "reallocate simulate calibrate --out", TABLES, CHARTS, _page, _card,
    lead=("fit", "gate"), text=(TEXT,),
)  # fmt: skip


_SAME_ERROR = 1e-4
"""A fit that is worse by less than this is the best one [share of its error]."""
_TIED = 0.01
"""Errors nearer to one another than this count as equal [share of the smaller]."""


@TEXT.sentence("fit", "fit", LEAD)
def explained_variation(facts: _Facts, tables: Tables) -> str:
    """How near the market is to the series."""
    first, last = (str(month) for month in facts["months"])
    error = float(facts["error"])
    return (
        f"The fitted market explains {1.0 - error:.0%} of the monthly variation of {', '.join(SERIES[:-1])} "
        f"and {SERIES[-1]} from {first} to {last}; {error:.0%} remains unexplained."
    )


@TEXT.sentence("fit", "fit", BULLETS, after="market_fit")
def each_series(facts: _Facts, tables: Tables) -> list[str]:
    """Mean, swing and error of each series, modelled and observed."""
    lines = []
    names = ("mean_modelled", "mean_observed", "deviation_modelled", "deviation_observed", "error")
    for row in tables["fit"].to_dict("records"):
        mean, observed, swing, seen, off = (_points(row[name]) for name in names)
        lines.append(
            f"{sentence(row['series'])}: mean {mean} (observed {observed}), standard deviation {swing} "
            f"(observed {seen}), correlation {row['correlation']:.2f}, root-mean-square error {off} "
            f"[{UNITS[str(row['series'])]}]."
        )
    return lines


@TEXT.sentence("gate", "gate")
def criteria_text(facts: _Facts, tables: Tables) -> list[str]:
    """How many criteria are met, which is the closest, and which are missed."""
    gate = tables["gate"]
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


@TEXT.sentence("free", "free", after="values")
def free_text(facts: _Facts, tables: Tables) -> list[str]:
    """Which values the series determine, and which they leave free."""
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


def _speed_text(facts: _Facts, tables: Tables) -> list[str]:
    adjustment = tables["parameters"].set_index("parameter").loc["adjustment"]
    speeds = tables["speeds"]
    chosen, others = speeds[speeds["fitted"]].iloc[0], speeds[~speeds["fitted"]]
    apart = [
        f"at {row['adjustment']:g} it is {cell(row['worse'], 'share', digits=1, exact=True)} worse, with an "
        f"amplitude of {row['amplitude']:.2f}"
        for row in others.to_dict("records")
        if abs(row["worse"]) > _SAME_ERROR
    ]
    return [
        f"γ, the speed at which gaps to demand close, is fixed at the published {adjustment['value']:g}. "
        f"Fitted too, it is {chosen['adjustment']:.2f} (standard error "
        f"{adjustment['standard_error_speed_fitted']:.2f}), with an error of {chosen['error']:.3f} instead "
        f"of {float(facts['error']):.3f}.",
        "Slower adjustment goes with wider swings of demand, and the fit separates the two only weakly: "
        f"{'; '.join(apart)}.",
    ]


@TEXT.sentence("hindcast", "hindcast", BULLETS)
def hindcast_text(facts: _Facts, tables: Tables) -> list[str]:
    """Which forecast had the smallest error, window by window."""
    lines = []
    for window, rows in tables["hindcast"].groupby("window", sort=False):
        for known, part in rows.groupby("output_known", sort=True):
            errors = part.pivot(index="series", columns="forecast", values="error").loc[list(SERIES)]
            words = "With known output" if known else "Without later data"
            if len(errors.columns) > 1:
                lines.append(f"{window}. {words}: {_nearest(errors)}")
    return [*lines, f"Errors within {_TIED:.0%} of one another count as equal."] if lines else lines


def _nearest(errors: pd.DataFrame) -> str:
    """Which forecast was nearest for which series, and how far off the market was.

    errors : (series, forecast) [share]
    """
    best = errors.min(axis=1)
    tied = errors.le(best * (1.0 + _TIED), axis=0)
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


@TEXT.sentence("not_said", "not_said", BULLETS)
def limits(facts: _Facts, tables: Tables) -> list[str]:
    """What the fit cannot tell."""
    return [
        "Standard errors are too small, because months are not independent observations.",
        "Duration of unemployment, layoffs apart from quits, and monthly moves in and out of the labour "
        "force are not available and were not fitted.",
        "Hires and separations are a transcription that was not checked against another copy.",
        "Unemployed people leave the labour force as seldom as employed people of their occupation; in fact "
        "they leave more often.",
    ]


_LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def calibrate(
    world: World,
    say: Say | None = None,
    others: Mapping[str, Forecast] = NO_CHANGE,
    command: str = "reallocate simulate calibrate",
) -> Result:
    """The nation's market fitted to 2001 to 2019, checked, profiled, and tried on months it has not seen.

    world : with all tables of moves
    say : is told what is under way
    others : (name) forecasts to stand beside the market's
    command : that made it, for the record
    The fitted values are `inputs["fitted.toml"]`, as the file that ships.
    """
    tell = say or (lambda _: None)
    seen = observed_months(world.tables)
    nation = market_of_months(world, seen)
    series = modelled(nation.market, nation.normal, seen)
    tell(f"Fitting the market to 2001 to 2019{compiled_first()}")
    best = fit(series, seen, say=prefixed("Fitting", tell))
    mobility = occupation_changes(nation, best, seen)
    profile = profiles(series, seen, best, say=prefixed("What stays free", tell))
    at_speeds, free = speeds(series, seen, best, say=prefixed("What stays free", tell))
    unseen = hindcasts(world, others, tell)
    checks = gate(best, mobility)
    context = FittedMarket(
        best, free, checks, profile, at_speeds, unseen["hindcast"], unseen["hindcast_path"]
    )
    inputs = inputs_hash(world.tables)
    request = {"months": [seen.months[0], seen.months[-1]], "known": KNOWN, "forecasts": [*others]}
    facts: dict[str, Any] = {
        "title": "The labour market of the United States, fitted",
        "months": request["months"],
        "inputs": inputs,
        "error": best.error,
        "mobility": mobility,
        "mobility_observed": nation.mobility,
        "stays_free": list(stays_free(profile)),
        **provenance(request, read_manifest(), _LIBRARIES, command, inputs=inputs),
    }
    values = fitted_text(best, nation.normal, nation.hires, inputs)
    made = computed(TABLES, context)
    return Result(
        CALIBRATION,
        facts,
        made,
        TEXT.said(facts, made),
        _status_of(made["gate"]),
        {FITTED_FILE: values.encode()},
    )


def _status_of(criteria: pd.DataFrame) -> Status:
    """Whether the fit meets its criteria.

    criteria : table `gate`
    """
    missed = [str(name) for name in criteria.loc[~criteria["holds"].astype(bool), "check"]]
    if not missed:
        return Status()
    return Status("criteria missed", "; ".join(missed), "Do not rely on scenarios under this fit.")
