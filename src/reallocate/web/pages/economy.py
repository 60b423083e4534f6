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
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.number import cell
from reallocate.render.page import script_json
from reallocate.web.draw import PathChart, both
from reallocate.web.link import Field, read_link
from reallocate.web.page import WRONG_INPUT, Page, filled
from reallocate.web.pages.answers import recorded
from reallocate.web.pages.economy_ends import FIGURES, HEADLINE, closures_grid, ends_grid, medians

_DOOR, _OF, _TOML, _CLOSURES = "/economy", "of", "scenario.toml", "closures.csv"
_CAPABILITY, _TREND = "ai.capability", "trend"
_CHOICES = {
    _TREND: "Grows as it has since 2019", "plateau": "Stops growing",
    "fast": "Grows faster", "reversal": "Falls back to today's",
}  # fmt: skip
_LIVE = ("jobs", "unemployment", "unemployment_without")
"""Series that the page draws."""
_ENDS = ("ended", "pay", "prices", "labour_share")
"""Series of which the page shows the end alone."""
_EFFECTS = {
    "jobs": "jobs", "pay": "real pay", "labour_share": "labour's share", "unemployment": "unemployment",
}  # fmt: skip
"""Series that a slider is said to move -> words."""
_NOTICED, _MOST_EFFECTS = 0.1, 2
"""Points by which an input must move a figure to be said to move it, and how many are named."""
_HARDLY = "hardly"
"""Before "fewer jobs" or "more jobs" where the change rounds to zero; a script writes the same."""
_JOBS_DIGITS, _POINTS_DIGITS = 1, 2
"""Decimals of a change of jobs and of a rate of unemployment; a script writes the same."""
_Query = tuple[tuple[str, str], ...]


def _short(key: str) -> str:
    """An input's name in a link: `ceiling` for ai.ceiling, `pass_through` for economy_pass_through."""
    return key.rpartition(".")[2].removeprefix("economy_")


_KEYS = {_short(key): key for key in (*(one.key for one in reallocate.Market.sliders()), _CAPABILITY)}
"""Inputs by their names in a link."""
_FIELDS: Mapping[str, Field] = {short: str if key == _CAPABILITY else float for short, key in _KEYS.items()}


def page(query: _Query = ()) -> Page:
    """The market as shipped with the range of its draws, or one central run of what was moved.

    A link that cannot be used gives the market as shipped below what is wrong.

    query : inputs by their names in a link
    """
    try:
        return _page(_state(query))
    except ReallocateError as error:
        return replace(_page({}, str(error).split("\n")), status=WRONG_INPUT)


def _page(state: Mapping[str, Any], problems: Sequence[str] = ()) -> Page:
    central, band = reallocate.Market.shipped(_CAPABILITY).at(_TREND), _band()
    runs = _runs(state) if state else None
    moved = None if runs is None else runs[HEADLINE]
    shown = _middle(band) if moved is None else moved
    written = reallocate.Market.band() if moved is None else moved
    ends = medians() if moved is None else reallocate.Market.ends(moved)
    ghost = reallocate.Market.ends(central)
    live = _live_series([central if moved is None else moved])
    groups = _groups(state)
    about = {"state": state, "series": {name: each[0] for name, each in live.items()}}
    return filled(
        "economy.html.jinja", _DOOR,
        tables={
            "economy.csv": written.to_csv(index=False), _TOML: _market(state).scenario_text(),
            _CLOSURES: (reallocate.Market.outcomes() if runs is None else pd.concat(runs, names=["closure"])
                       .reset_index("closure")).to_csv(index=False),
        },
        problems=problems, groups=groups, choices=_CHOICES, capability=state.get("capability", _TREND),
        capability_effect=_effect(_CAPABILITY), changes=len(state),
        answer=reallocate.Market.answer(), figures=_figures(shown, ends), shipped=_figures(central, ghost),
        ends=ends_grid(ends, None if moved is None else ghost), closures=closures_grid(runs),
        about=Markup(script_json(about)),
        jobs=_chart("jobs", shown, ends, central, band, bool(state)),
        unemployment=_chart("unemployment", shown, ends, central, band, bool(state)),
        more_open=any(one["changed"] for group in groups for one in group["more"]),
        verdict=_verdict(), csv=_address(state, f"{_DOOR}/files/economy.csv"), link=_address(state),
        python=_python(state), command=_command(state),
        toml=_address(state, f"{_DOOR}/files/{_TOML}"),
        closures_csv=_address(state, f"{_DOOR}/files/{_CLOSURES}"),
    )  # fmt: skip


def strip(query: _Query) -> Page:
    """One input's strip at the place of all others, for the page's script.

    query : inputs by their names in a link, and `of`, the input
    """
    of = dict(query).get(_OF, "")
    if of not in _KEYS:
        raise InputError(Problem(f"there is no input {of!r}", _OF, f"One of: {', '.join(_KEYS)}."))
    state = _state(tuple(one for one in query if one[0] not in (_OF, of)))
    made = _market(state).strip(_KEYS[of])
    return Page("", tables={"strip.json": json.dumps(_written(made))})


def shipped() -> Page:
    """The strips of the scenario as shipped, for the page's script; nothing is run."""
    strips = {short: _written(reallocate.Market.shipped(key)) for short, key in _KEYS.items()}
    return Page("", tables={"strips.json": json.dumps(strips)})


def ready() -> Page:
    """Prepare the market, so that the first move need not wait for it."""
    reallocate.Market(set={"ai.ceiling": 0.6}).path()
    return Page("")


def _state(query: _Query) -> dict[str, Any]:
    """What differs from as shipped, in the order of the sliders; refused beyond their ends."""
    (given, problems), state = read_link(dict(query), _FIELDS), dict[str, Any]()
    for slider in reallocate.Market.sliders():
        value = given.get(_short(slider.key), slider.shipped)
        if not slider.low <= value <= slider.high:
            what = f"{value:g} lies outside {slider.low:g} to {slider.high:g}"
            problems.append(Problem(what, _short(slider.key), "Move the slider, or use reallocate.Market."))
        elif abs(value - slider.shipped) > 1e-9:
            state[_short(slider.key)] = value
    if (choice := given.get("capability", _TREND)) != _TREND:
        state["capability"] = choice
    if problems:
        raise InputError(problems)
    return state


def _keys(state: Mapping[str, Any]) -> dict[str, Any]:
    return {_KEYS[short]: value for short, value in state.items()}


def _market(state: Mapping[str, Any]) -> reallocate.Market:
    return reallocate.Market(set=_keys(state))


def _runs(state: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The central run of what was moved, by closure."""
    runs = _market(state).closures()
    return {
        str(closure): rows.drop(columns="closure").reset_index(drop=True)
        for closure, rows in runs.groupby("closure")
    }


def _python(state: Mapping[str, Any]) -> str:
    """The call that gives the page's CSV."""
    lines = ["import reallocate as ra", ""]
    if not state:
        return "\n".join([*lines, "result = ra.Market.band()"])
    given = ", ".join(f'"{key}": {value!r}' for key, value in _keys(state).items()).replace("'", '"')
    return "\n".join([*lines, f"result = ra.Market(set={{{given}}}).path()"])


def _command(state: Mapping[str, Any]) -> str:
    """The command that prints the page's CSV; as shipped, the one that makes the draws."""
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
    """The median of the draws, as a path."""
    return pd.DataFrame({"year": band["jobs"]["year"], **{name: band[name]["p50"] for name in _LIVE}})


def _rounded(values: Any) -> list[float]:
    return [round(float(one), 4) for one in values]


def _written(made: Any) -> dict[str, Any]:
    """A strip for the page's script: positions, and of each series a line a position."""
    return {"positions": list(made.positions), **_live_series([made.at(one) for one in made.positions])}


def _live_series(each: Sequence[pd.DataFrame]) -> dict[str, list[list[float]]]:
    """What the page's script moves, of several runs: series that are drawn, and the ends of others."""
    drawn = {name: [_rounded(one[name]) for one in each] for name in _LIVE}
    return drawn | {name: [_rounded(one[name].iloc[-1:]) for one in each] for name in _ENDS}


def _percent(value: float, digits: int = 1) -> str:
    return f"{cell(round(value, digits), '%', digits=digits, exact=True)}%"


def _change(value: float, digits: int = 1) -> str:
    """A change [%]; a zero has no sign."""
    return f"{cell(round(value, digits), '%', signed=True, digits=digits, exact=True)}%"


def _figures(path: pd.DataFrame, ends: Mapping[str, float]) -> dict[str, str]:
    """The figures of the sentence and of the titles; a script writes the same."""
    jobs, pay, share = (ends[name] for name in ("jobs", "real_pay", "labour_share"))
    return {
        "year": str(int(path["year"].iloc[-1])),
        "jobs": _percent(abs(jobs)) if round(abs(jobs), _JOBS_DIGITS) else _HARDLY,
        "word": "fewer" if jobs < 0 else "more",
        "pay": _percent(abs(pay)), "pay_word": "lower" if pay < 0 else "higher",
        "share": _percent(abs(share))[:-1], "share_word": "lower" if share < 0 else "higher",
        "peak": _percent(abs(ends["unemployment_peak"]), 2)[:-1],
        "signed": FIGURES["jobs"].written(jobs), "signed_pay": FIGURES["real_pay"].written(pay),
    }  # fmt: skip


def _live(name: str, words: str) -> Markup:
    return Markup(f'<span data-live="{name}">{escape(words)}</span>')


def _chart(
    name: str,
    path: pd.DataFrame,
    ends: Mapping[str, float],
    ghost: pd.DataFrame,
    band: Mapping[str, pd.DataFrame],
    is_moved: bool,
) -> dict[str, Any]:
    """A chart with its finding, its picture and its table."""
    figures, rows = _figures(path, ends), band[name]
    is_jobs = name == "jobs"
    written = _change if is_jobs else _percent
    against = None if is_jobs else (path["unemployment_without"].tolist(), "no further AI")
    drawn = PathChart(
        path["year"].tolist(), path[name].tolist(), ghost[name].tolist(), is_moved,
        rows["p10"].tolist(), rows["p90"].tolist(), against, written, name,
        _JOBS_DIGITS if is_jobs else _POINTS_DIGITS,
    )  # fmt: skip
    if is_jobs:
        finding = Markup("{} {} jobs by {}").format(
            _live("jobs", figures["jobs"]), _live("word", figures["word"]), figures["year"]
        )
        spoken = f"Jobs against no further AI: {figures['signed']} by {figures['year']}."
    else:
        peak = _live("peak", figures["peak"])
        finding = Markup("Unemployment peaks {} points above no further AI").format(peak)
        end = _percent(path["unemployment"].iloc[-1], 2)
        above = f"at most {figures['peak']} points above no further AI"
        spoken = f"Unemployment: {end} in {figures['year']}, {above}."
    return {
        "finding": finding, "picture": both("half", spoken, drawn.draw),
        "table": _table(name, path, ghost if is_moved else None, rows, written),
    }  # fmt: skip


def _table(
    name: str, path: pd.DataFrame, ghost: pd.DataFrame | None, band: pd.DataFrame, written: Any
) -> Grid:
    """One row a year: yours beside as shipped, or the median with its range."""
    def figure(value: float) -> str:
        return str(written(value, _JOBS_DIGITS if name == "jobs" else _POINTS_DIGITS))

    places = range(0, len(path), 4)
    years = [str(int(path["year"][at])) for at in places]
    if ghost is not None:
        heads: Sequence[Head] = (Head("Year"), Head("Yours", number=True), Head("Unchanged", number=True))
        rows = [(figure(path[name][at]), figure(ghost[name][at])) for at in places]
    else:
        heads = (Head("Year"), Head("Median", number=True), Head("8 of 10 runs", number=True))
        ends = [(figure(band["p10"][at]), figure(band["p90"][at])) for at in places]
        rows = [(figure(path[name][at]), " to ".join(end)) for at, end in zip(places, ends, strict=True)]
    cells = tuple((year, *row) for year, row in zip(years, rows, strict=True))
    return Grid(f"By year: {name}", tuple(heads), cells)


def _groups(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sliders by group: those in sight, and the others."""
    every = reallocate.Market.sliders()
    names = dict.fromkeys(one.group for one in every)
    return [
        {
            "name": name,
            "first": [_slider(one, state) for one in every if one.group == name and one.first],
            "more": [_slider(one, state) for one in every if one.group == name and not one.first],
        }
        for name in names
    ]


def _slider(slider: Slider, state: Mapping[str, Any]) -> dict[str, Any]:
    short, at = _short(slider.key), slider.place
    value = state.get(short, slider.shipped)

    low, high = slider.plausible or (slider.low, slider.low)
    return {
        "short": short, "about": slider, "value": f"{value:g}", "shown": slider.written(value),
        "changed": short in state, "low": f"{at(low):.1f}", "wide": f"{at(high) - at(low):.1f}",
        "tick": f"{at(slider.shipped) - 0.4:.1f}", "effect": _effect(slider.key),
        "shipped": f"{slider.shipped:g}", "shipped_words": slider.written(slider.shipped),
    }  # fmt: skip


def _effect(key: str) -> str:
    """How far the slider moves the end of the run, from end to end, all others as shipped."""
    moved = reallocate.Market.moves(key)
    moves = {words: moved[name] for name, words in _EFFECTS.items()}
    largest = sorted((one for one in moves if moves[one] >= _NOTICED), key=moves.__getitem__, reverse=True)
    if not largest:
        return f"moves nothing by {_NOTICED:g} points"
    return f"{', '.join(f'{one} {moves[one]:.1f}' for one in largest[:_MOST_EFFECTS])} points"


def _verdict() -> dict[str, str]:
    """What the claim on jobs destroyed says of the sign."""
    row = recorded().table("claims").set_index("id").loc["more-jobs-destroyed"]
    return {"verdict": verdict_words(row["verdict"]), "reason": str(row["verdict_reason"])}
