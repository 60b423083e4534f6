"""Economy: jobs and unemployment while firms adopt AI, under assumptions that the reader moves."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from markupsafe import Markup, escape

import reallocate
from reallocate.api.command_line import option_words
from reallocate.api.market import Slider
from reallocate.api.story import verdict_words
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.number import cell
from reallocate.render.page import script_json
from reallocate.web.draw import both
from reallocate.web.link import Field, read_link
from reallocate.web.page import WRONG_INPUT, Page, filled
from reallocate.web.pages.answers import recorded
from reallocate.web.pages.economy_ends import HEADLINE, closures_grid, draws_grid, run_grid
from reallocate.web.path_chart import PathChart

_DOOR, _OF, _TOML, _CLOSURES = "/economy", "of", "scenario.toml", "closures.csv"
_CAPABILITY, _TREND = "ai.capability", "trend"
_CHOICES = {
    _TREND: "Grows as it has since 2019", "plateau": "Stops growing",
    "fast": "Grows faster", "reversal": "Falls back to today's",
}  # fmt: skip
_CHOICE_LABEL = "What AI can do"
_UNEMPLOYMENT = "Unemployment, if no slump comes"
_DRAWN = ("jobs", "unemployment", "unemployment_without")
"""Series that the page draws."""
_ENDS = ("ended", "pay", "prices")
"""Series of which the page shows the end alone."""
_LOWEST = "labour_share"
"""The series of which the page shows the lowest point alone."""
_JOBS_DIGITS, _POINTS_DIGITS = 1, 2
"""Decimals of a change of jobs and of a rate of unemployment; a script writes the same."""
_NUMBERS = {9: "Nine", 10: "Ten", 11: "Eleven", 12: "Twelve", 13: "Thirteen"}
_Query = tuple[tuple[str, str], ...]
Faults = dict[str, str]
"""What is wrong with a link, by field, or by what the link calls a field that is not there."""


def _short(key: str) -> str:
    """An input's name in a link: `ceiling` for ai.ceiling, `pass_through` for economy_pass_through."""
    return key.rpartition(".")[2].removeprefix("economy_")


KEYS = {_short(key): key for key in (*(one.key for one in reallocate.Market.sliders()), _CAPABILITY)}
"""Inputs by their names in a link."""
_FIELDS: Mapping[str, Field] = {short: str if key == _CAPABILITY else float for short, key in KEYS.items()}


def page(query: _Query = (), strips: str = "") -> Page:
    """The median of the runs as shipped with the range of the others, or one run with what was moved.

    A value of the link that cannot be used is named, and the one as shipped stands in its place.

    query : inputs by their names in a link
    strips : folder of the strips, for a page without a server
    """
    state, faults = _read(query)
    shipped, band = reallocate.Market.shipped(_CAPABILITY).at(_TREND), _band()
    runs = _runs(state) if state else None
    run = shipped if runs is None else runs[HEADLINE]
    seen = _middle(band) if runs is None else run
    own, ends = (reallocate.Market.ends(each) for each in (run, shipped))
    groups, last = _groups(state, faults), int(ends["year"])
    rows, answer = recorded().table("claims").set_index("id"), reallocate.Market.answer()
    short = answer[0].partition("? ")[2]
    headline, _, spread = short.partition("; ")
    made = filled(
        "economy.html.jinja", _DOOR, tables=_tables(state, runs),
        faults=faults, groups=groups, choices=_CHOICES, choice_label=_CHOICE_LABEL,
        capability=state.get("capability", _TREND), changes=len(state),
        sentence=Markup(reallocate.Market.sentence(own, _live)), shipped=reallocate.Market.jobs_words(ends),
        answer=answer, headline=headline, spread=spread, short=short,
        run=run_grid(own, ends), draws=draws_grid(band, last),
        closures=closures_grid(runs), about=Markup(script_json(_about(state, run, shipped, band))),
        jobs=_chart("jobs", seen, shipped, band, bool(state)),
        unemployment=_chart("unemployment", seen, shipped, band, bool(state)),
        more=_NUMBERS[len(_folded(groups))],
        more_open=not {*state, *faults}.isdisjoint(_folded(groups)),
        slumps=reallocate.Market.slumps(),
        verdict=verdict_words(rows.loc["more-jobs-destroyed", "verdict"]),
        csv=_address(state, f"{_DOOR}/files/economy.csv"), link=_address(state), python=_python(state),
        command=_command(state), toml=_address(state, f"{_DOOR}/files/{_TOML}"),
        closures_csv=_address(state, f"{_DOOR}/files/{_CLOSURES}"), strips=strips,
    )  # fmt: skip
    return replace(made, status=WRONG_INPUT) if faults else made


def _folded(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    """Inputs that do not stand in sight."""
    return ["capability", *(one["short"] for group in groups for one in group["more"])]


def _tables(state: Mapping[str, Any], runs: Mapping[str, pd.DataFrame] | None) -> dict[str, str]:
    run, closures = reallocate.Market.band(), reallocate.Market.outcomes()
    if runs is not None:
        run, closures = runs[HEADLINE], pd.concat(runs, names=["closure"]).reset_index("closure")
    return {
        "economy.csv": run.to_csv(index=False), _TOML: _market(state).scenario_text(),
        _CLOSURES: closures.to_csv(index=False),
    }  # fmt: skip


def strip(query: _Query) -> Page:
    """One input's strip at the place of all others, for the page's script.

    query : inputs by their names in a link, and `of`, the input
    Raises `InputError` where the link cannot be used.
    """
    of = dict(query).get(_OF, "")
    if of not in KEYS:
        raise InputError(Problem(f"there is no input {of!r}", _OF, f"One of: {', '.join(KEYS)}."))
    state, faults = _read(tuple(one for one in query if one[0] not in (_OF, of)))
    if faults:
        raise InputError([Problem(fault) for fault in faults.values()])
    made = _market(state).strip(KEYS[of])
    return Page("", tables={"strip.json": json.dumps(written(made))})


def shipped() -> Page:
    """The strips of the scenario as shipped, for the page's script; nothing is run."""
    strips = {short: written(reallocate.Market.shipped(key)) for short, key in KEYS.items()}
    return Page("", tables={"strips.json": json.dumps(strips)})


def strip_script(short: str, every_step: bool = True) -> bytes:
    """The strip of an input as shipped, as a script that a page without a server reads.

    short : name of the input in a link
    every_step : whether each step of its slider is run; else the positions that ship
    """
    slider = next((one for one in reallocate.Market.sliders() if _short(one.key) == short), None)
    made = reallocate.Market.shipped(KEYS[short])
    if every_step and slider is not None:
        steps = range(round((slider.high - slider.low) / slider.step) + 1)
        positions = [round(slider.low + at * slider.step, 10) for at in steps]
        made = reallocate.Market().strip(slider.key, positions)
    data = json.dumps(written(made), separators=(",", ":"))
    return f'REALLOCATE_STRIP("{short}",{data});\n'.encode()


def ready() -> Page:
    """Prepare the market, so that the first move need not wait for it."""
    reallocate.Market(set={"ai.ceiling": 0.6}).path()
    return Page("")


def _read(query: _Query) -> tuple[dict[str, Any], Faults]:
    """What differs from as shipped, in the order of the sliders, and what of the link cannot be used."""
    given, problems = read_link(dict(query), _FIELDS)
    state, faults = dict[str, Any](), dict[str, str]()
    wrong = {one.where: one.what for one in problems if one.where}
    for name in dict(query):
        if name not in _FIELDS:
            near = nearest(name, _FIELDS)
            meant = f" Did you mean {near[0]}?" if near else ""
            faults[name] = f"The link has {name!r}, which this page does not know; it is left out.{meant}"
    for slider in reallocate.Market.sliders():
        short = _short(slider.key)
        value = given.get(short, slider.shipped)
        if short in wrong or not slider.low <= value <= slider.high:
            faults[short] = _unusable(slider, wrong.get(short) or _outside(slider, value))
        elif abs(value - slider.shipped) > 1e-9:
            state[short] = value
    choice = given.get("capability", _TREND)
    if choice not in _CHOICES or "capability" in wrong:
        what = wrong.get("capability", f"{choice!r} is none of {', '.join(_CHOICES)}")
        faults["capability"] = f"{_CHOICE_LABEL}: {what}. {_TREND}, as shipped, is used instead."
    elif choice != _TREND:
        state["capability"] = choice
    return state, faults


def _outside(slider: Slider, value: float) -> str:
    """A value beyond the ends, in the unit of the field."""
    low, high = slider.written(slider.low), slider.written(slider.high)
    return f"{slider.written(value)} lies outside {low} to {high}"


def _unusable(slider: Slider, what: str) -> str:
    return (
        f"{slider.label}: {what}. {slider.written(slider.shipped)}, as shipped, is used instead. "
        f"A link has {_short(slider.key)} from {slider.low:g} to {slider.high:g}."
    )


def _keys(state: Mapping[str, Any]) -> dict[str, Any]:
    return {KEYS[short]: value for short, value in state.items()}


def _market(state: Mapping[str, Any]) -> reallocate.Market:
    return reallocate.Market(set=_keys(state))


def _runs(state: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The run of what was moved, by closure."""
    runs = _market(state).closures()
    return {
        str(closure): rows.drop(columns="closure").reset_index(drop=True)
        for closure, rows in runs.groupby("closure")
    }


def _python(state: Mapping[str, Any]) -> str:
    """The call that gives the page's CSV; a script writes the same."""
    lines = ["import reallocate as ra", ""]
    if not state:
        return "\n".join([*lines, "result = ra.Market.band()"])
    given = ", ".join(f'"{key}": {value!r}' for key, value in _keys(state).items()).replace("'", '"')
    return "\n".join([*lines, f"result = ra.Market(set={{{given}}}).path()"])


def _command(state: Mapping[str, Any]) -> str:
    """The command of the reader's run, or of the runs as shipped; a script writes the same."""
    if not state:
        return "reallocate simulate nation"
    return shlex.join(["reallocate", "simulate", "central", *option_words({"set": _keys(state)})])


def _address(state: Mapping[str, Any], path: str = _DOOR) -> str:
    given = urlencode(sorted(state.items()), quote_via=quote)
    return f"{path}?{given}" if given else path


def _band() -> dict[str, pd.DataFrame]:
    band = reallocate.Market.band()
    return {str(name): rows.reset_index(drop=True) for name, rows in band.groupby("series")}


def _middle(band: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The median of the runs as shipped, with the columns of a run."""
    return pd.DataFrame({"year": band["jobs"]["year"], **{name: rows["p50"] for name, rows in band.items()}})


def _rounded(values: Any) -> list[float]:
    return [round(float(one), 4) for one in values]


def written(made: Any) -> dict[str, Any]:
    """A strip for the page's script: positions, and of each series a line a position.

    made : a strip
    """
    runs = [made.at(one) for one in made.positions]
    return {"positions": list(made.positions), **_series(runs)}


def _series(each: Sequence[pd.DataFrame]) -> dict[str, list[list[float]]]:
    """What the page's script moves, of several runs: series that are drawn, and single figures of others."""
    drawn = {name: _once([_rounded(one[name]) for one in each]) for name in _DRAWN}
    ends = {name: [_rounded(one[name].iloc[-1:]) for one in each] for name in _ENDS}
    return {**drawn, **ends, "share": [_rounded([one[_LOWEST].min()]) for one in each]}


def _once(rows: list[list[float]]) -> list[list[float]]:
    """The rows, or the first alone where all are the same."""
    return rows[:1] if all(row == rows[0] for row in rows) else rows


def _about(
    state: Mapping[str, Any], run: pd.DataFrame, shipped: pd.DataFrame, band: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """What the page's script starts from."""
    return {
        "state": dict(state), "years": _rounded(shipped["year"]),
        "series": {name: each[0] for name, each in _series([run]).items()},
        "shipped": {name: each[0] for name, each in _series([shipped]).items()},
        "band": {
            name: {one: _rounded(band[name][one]) for one in ("p10", "p50", "p90")} for name in _DRAWN
        },
    }  # fmt: skip


def _percent(value: float, digits: int = 1) -> str:
    return f"{cell(round(value, digits), '%', digits=digits, exact=True)}%"


def _change(value: float, digits: int = 1) -> str:
    """A change [%]; a zero has no sign."""
    return f"{cell(round(value, digits), '%', signed=True, digits=digits, exact=True)}%"


def _live(name: str, words: str) -> str:
    """A part of the sentence that a script moves."""
    tag = "b" if name == "worst" else "span"
    look = ' class="people"' if name == "worst" else ""
    return f'<{tag}{look} data-live="{name}">{escape(words)}</{tag}>'


def _chart(
    name: str, run: pd.DataFrame, shipped: pd.DataFrame, band: Mapping[str, pd.DataFrame], is_moved: bool
) -> dict[str, Any]:
    """A chart with its title, its picture and its table."""
    is_jobs, rows = name == "jobs", band[name]
    ends, year = reallocate.Market.ends(run), "jobs_worst_year" if is_jobs else "unemployment_peak_year"
    worst = ends["jobs_worst" if is_jobs else "unemployment_peak"]
    words = f"worst {_change(worst)}" if is_jobs else f"worst {_change(worst, 2)[:-1]} points"
    place = run.index[run["year"] == ends[year]][0]
    written, digits = (_change, _JOBS_DIGITS) if is_jobs else (_percent, _POINTS_DIGITS)
    drawn = PathChart(
        run["year"].tolist(), run[name].tolist(),
        (int(place), f"{words}, {int(ends[year])}") if round(abs(worst), digits) else None,
        shipped[name].tolist() if is_moved else None,
        None if is_moved else (rows["p10"].tolist(), rows["p90"].tolist()),
        None if is_jobs else (run["unemployment_without"].tolist(), "no further AI"), written, name, digits,
    )  # fmt: skip
    end = written(run[name].iloc[-1], digits)
    title, of = ("Jobs", "all jobs") if is_jobs else (_UNEMPLOYMENT, "the labour force")
    spoken = f"{title}, % of {of}: {words} in {int(ends[year])}, {end} in {int(ends['year'])}."
    return {
        "title": title, "picture": both("half", spoken, drawn.draw),
        "table": _table(name, run, shipped if is_moved else None, rows, lambda value: written(value, digits)),
    }  # fmt: skip


def _table(
    name: str, run: pd.DataFrame, shipped: pd.DataFrame | None, band: pd.DataFrame, figure: Any
) -> Grid:
    """A row a year: yours and as shipped, or the median and the range; a script writes the same."""
    places = range(0, len(run), 4)
    heads = [
        "Year",
        *(("Median", "8 of 10 runs") if shipped is None else ("Your run", "As shipped")),
    ]
    cells = []
    for at in places:
        more = [f"{figure(band['p10'][at])} to {figure(band['p90'][at])}"]
        if shipped is not None:
            more = [figure(shipped[name][at])]
        cells.append((str(int(run["year"][at])), figure(run[name][at]), *more))
    return Grid(
        f"By year: {name}", tuple(Head(words, number=words != "Year") for words in heads), tuple(cells)
    )


def _groups(state: Mapping[str, Any], faults: Faults) -> list[dict[str, Any]]:
    """The sliders by group: those in sight, and the others."""
    every = reallocate.Market.sliders()
    names = dict.fromkeys(one.group for one in every)
    return [
        {
            "name": name,
            "first": [_slider(one, state, faults) for one in every if one.group == name and one.first],
            "more": [_slider(one, state, faults) for one in every if one.group == name and not one.first],
        }
        for name in names
    ]


def _slider(slider: Slider, state: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    short, at = _short(slider.key), slider.place
    value = state.get(short, slider.shipped)
    low, high = slider.plausible or (slider.low, slider.low)
    return {
        "short": short, "about": slider, "value": f"{value:g}", "shown": slider.written(value),
        "changed": short in state, "low": f"{at(low):.1f}", "wide": f"{at(high) - at(low):.1f}",
        "tick": f"{at(slider.shipped) - 0.4:.1f}", "fault": faults.get(short, ""),
        "shipped": f"{slider.shipped:g}", "shipped_words": slider.written(slider.shipped),
    }  # fmt: skip
