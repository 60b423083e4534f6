"""What plans would have said of ten past cuts: docs/hindcast-plans.md.

Inputs and plans lie in forecasts/hindcast-plans. `python -m scripts.pages.hindcast` computes the plans anew
from the same inputs, and draws the chart; it takes two minutes on one core.
"""

from __future__ import annotations

import json
import subprocess
import tomllib
from dataclasses import replace
from math import comb
from typing import Any

import numpy as np
import pandas as pd
from scripts.pages.parts import (
    FORECASTS,
    IMAGES,
    OUTCOME,
    PERCENT,
    ROOT,
    bullets,
    passages,
    read_json,
    tight,
    write,
)

import reallocate as ra
from reallocate.data.bundle import read_manifest, shipped_world
from reallocate.firm.cut.model import compare, with_ai_last
from reallocate.firm.cut.result import LIBRARIES
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.request.prepare import prepare
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Lines
from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.table import Column
from reallocate.kernel.table import table as declared
from reallocate.render.drawing import drawing
from reallocate.render.provenance import digest, provenance

KEPT = FORECASTS / "hindcast-plans"
INPUTS, RESULTS = KEPT / "inputs.toml", KEPT / "results.json"
IMAGE = IMAGES / "hindcast-plans.svg"
AFTER = ("closed", "refilled")
"""What becomes of the positions of a cut."""
CUTS = {"attrition": AFTER, "best_plan": tuple(f"{after}_with_ai" for after in AFTER)}
"""Plans without the cut, AI closed to the first and open to the second -> the same with the cut."""
PLANS = tuple(name for without, names in CUTS.items() for name in (without, *names))
DIGITS = 1
"""After the point of a headcount [FTE]: beyond it the solver's tolerance shows."""
CHANCE = 0.1
"""[share of cases] What a fair coin gives more often decides nothing."""
FOLLOWED = "what followed"
DRAWN = {"closed": "closed for good", "refilled": "refilled", "best_plan": "best plan with today's AI"}
PATHS = declared(
    "paths",
    "Headcount after each cut",
    Column("case", "Cut"),
    Column("line", "Line"),
    Column("quarter", "Quarters since the quarter of the cut began"),
    Column("share", "Headcount", "share of the headcount before"),
)(lambda frame: frame)
CHART = Chart(
    name="hindcast_plans",
    title="Headcount after ten cuts [% of the headcount before]",
    reading="Each panel is a cut. What followed joins the counts; the others are plans made for its day.",
    tables=(PATHS,),
    columns=("case", "line", "quarter", "share"),
    kind=Lines("quarter", by="line", value="share", panels=("case",)),
)


def main() -> None:
    """Compute every plan, keep the figures and draw the chart."""
    write(RESULTS, json.dumps(_computed(inputs()), indent=1) + "\n")
    draw()


def draw() -> None:
    """Draw the chart of the figures that were kept."""
    frame = _paths(inputs(), results())
    write(IMAGE, drawing(CHART, CHART.figures({PATHS.name: frame})).svg())


def _paths(asked: dict[str, Any], kept: dict[str, Any]) -> pd.DataFrame:
    """Headcount after each cut by quarter, of three plans and as counted."""
    rows = []
    for case, plans in zip(asked["cases"], kept["cases"], strict=True):
        before, name = case["before"]["headcount"], f"{case['company']}, {case['date'][:7]}"
        counts = {quarter(one["date"], case["date"]): one["headcount"] for one in case["after"]}
        drawn = {FOLLOWED: {0: before} | counts}
        drawn |= {words: dict(enumerate([before, *plans["positions"][key]])) for key, words in DRAWN.items()}
        rows += [(name, line, at, n / before) for line, path in drawn.items() for at, n in path.items()]
    return pd.DataFrame(rows, columns=["case", "line", "quarter", "share"])


def _computed(asked: dict[str, Any]) -> dict[str, Any]:
    """What is kept: the plans of every case, and what they were computed from."""
    cases = []
    for case in asked["cases"]:
        print(f"{case['company']} {case['date']}", flush=True)
        cases.append({"company": case["company"], "date": case["date"], **plans_of(case, asked["plan"])})
    facts = provenance({}, read_manifest(), LIBRARIES, "", 0)
    return {
        "version": facts["version"],
        "commit": _commit(),
        "hashes": {
            "inputs": digest(INPUTS.read_bytes()),
            "bundle": facts["hashes"]["bundle"],
            "parameters": digest(parameter_table().to_csv(index=False).encode()),
            "libraries": facts["hashes"]["libraries"],
        },
        "cases": cases,
    }


def _quiet(words: str) -> None:
    """Stages are not told."""


def plans_of(case: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """The six plans of a case: without the cut, closed for good and refilled; each without AI and with it.

    A firm with more people than its industry has in the United States is planned as large as the industry,
    and its positions are scaled up.
    """
    firm = ra.Scenario.from_industry(
        case["industry"], case["before"]["headcount"],
        start=first_month(case["date"]), quarters=plan["quarters"],
    )  # fmt: skip
    plans: dict[str, Outcome] = {}
    for after in AFTER:
        share = case["jobs_cut"] / case["before"]["headcount"]
        exits = {"share": share, "from": plan["exits_from"], "after": after}
        setting = prepare(shipped_world(), ra.Scenario(**{**firm.model_dump(), "exits": exits})).setting
        found = with_ai_last(compare(setting, _quiet), setting, _quiet)
        assert found.without_ai is not None
        plans |= {after: found.without_ai.cut, f"{after}_with_ai": found.cut, "best_plan": found.free}
        own = replace(setting.options, levers=replace(setting.options.levers, ai=False))
        if "attrition" not in plans:
            plans["attrition"] = solve(setting.inputs(free_options(own), found.base)).outcome
    scale = case["before"]["headcount"] / plans["attrition"].inputs.headcount.sum()
    return {
        "positions": {name: (scale * plans[name].positions).round(DIGITS).tolist() for name in PLANS},
        "extra_share": {
            name: round(plans[name].objective / plans[without].objective - 1, 5)
            for without, names in CUTS.items()
            for name in names
        },
        "layoffs": {name: round(float(plans[name].layoffs.sum()), DIGITS) + 0.0 for name in CUTS},
    }


def _commit() -> str:
    """The last commit of the package that computed."""
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%h", "--", "src"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def inputs() -> dict[str, Any]:
    """The frozen inputs."""
    return tomllib.loads(INPUTS.read_text("utf-8"))


def results() -> dict[str, Any]:
    """The plans as they were computed."""
    return dict(read_json(RESULTS))


def first_month(day: str) -> str:
    """The first month of the quarter of a day, such as 2022-10."""
    return f"{pd.Period(day, 'Q').start_time:%Y-%m}"


def quarter(day: str, start: str) -> int:
    """How many quarters of a plan that begins with the quarter of `start` end nearest to a day."""
    now = pd.Period(day, "Q")
    ended = (now - pd.Period(start, "Q")).n
    since, left = pd.Timestamp(day) - now.start_time, (now + 1).start_time - pd.Timestamp(day)
    return ended if since < left else ended + 1


def judged(asked: dict[str, Any], kept: dict[str, Any]) -> pd.DataFrame:
    """One row a case, year and forecast: its headcount, its error, whether it is right and whether nearest.

    error = 100·(forecast − headcount)/headcount before
    """
    rows = []
    for case, plans in zip(asked["cases"], kept["cases"], strict=True):
        before = case["before"]["headcount"]
        for after in case["after"]:
            at = quarter(after["date"], case["date"])
            paths = {name: path[at - 1] for name, path in plans["positions"].items()}
            forecast = {name: paths.get(name, before) for name in _names(asked)}
            errors = {
                name: PERCENT * (value - after["headcount"]) / before for name, value in forecast.items()
            }
            least = min(map(abs, errors.values()))
            rows += [
                {
                    "company": case["company"], "announced": case["date"], "year": after["year"],
                    "quarters": at, "headcount": after["headcount"], "forecast": name,
                    "value": forecast[name], "error": error,
                    "right": abs(error) <= asked["limits"]["right"],
                    "nearest": abs(error) <= least + asked["limits"]["shared"],
                }
                for name, error in errors.items()
            ]  # fmt: skip
    return pd.DataFrame(rows)


def parts() -> dict[str, str]:
    """Closed or refilled, who was nearest, errors, what the plans said on the day, and the inputs."""
    asked, kept = inputs(), results()
    errors, names = judged(asked, kept), _names(asked)
    body = passages(
        *findings(asked, errors, kept),
        "### Each cut",
        _errors(asked, errors, names),
        f"![Headcount after ten cuts](images/{IMAGE.name})",
        "*Headcount after each cut [% of the headcount before], by quarter since its quarter began. "
        "The line of what followed joins the counts; nothing is known between them.*",
        "### What the plans said on the day",
        _said(asked, kept),
        "### The inputs",
        _cases(asked),
        *(f"- Corrected on {one['date']}: {one['what']}" for one in asked.get("corrections", ())),
        _made(asked, kept),
    )
    return {OUTCOME: body}


def findings(asked: dict[str, Any], errors: pd.DataFrame, kept: dict[str, Any]) -> list[str]:
    """Closed or refilled, and who was nearest, in headings, sentences and tables."""
    return [
        *_closed_or_refilled(asked, errors),
        *_readings(asked, errors),
        *_nearest(asked, errors),
        *_during_pause(asked, errors, kept),
    ]


def told(asked: dict[str, Any], errors: pd.DataFrame, upper: str = "refilled") -> pd.DataFrame:
    """Where each count lies between the path that stays closed and one that is refilled.

    upper : the refilled path
    One row a case and year: distance of the count from both paths [% of the headcount before], where it
    lies, the path to which it is nearer, whether the paths differ and whether the count is mixed; see
    `closed_or_refilled` and `mixed` among the rules of the inputs.
    """
    wide = errors.pivot(index=["year", "company", "announced"], columns="forecast", values="error")
    low, high = wide["closed"], wide[upper]
    mixed = {
        (year, case["company"], case["date"]): year in case["mixed"]
        for case in asked["cases"]
        for year in wide.index.unique("year")
    }
    frame = pd.DataFrame({"closed": low.abs(), "refilled": high.abs()})
    frame["apart"] = wide["refilled"] - low >= asked["limits"]["shared"]
    frame["lies"] = np.select([low >= 0, high <= 0], ["closed", "refilled"], "between")
    nearer = [frame["closed"] < frame["refilled"], frame["closed"] > frame["refilled"]]
    frame["nearer"] = np.select(nearer, ["closed", "refilled"], "neither")
    frame["within"] = frame[["closed", "refilled"]].min(axis=1) <= high - low
    return frame.assign(mixed=frame.index.map(mixed))


def _closed_or_refilled(asked: dict[str, Any], errors: pd.DataFrame) -> list[str]:
    rows, heads, coins = [], [], []
    every = told(asked, errors)
    for year, counts in every[every["apart"]].groupby("year"):
        lies, nearer = counts["lies"].value_counts(), counts["nearer"].value_counts()
        closed, cuts = int(nearer.get("closed", 0)), len(counts)
        medians = (f"{counts[path].median():.1f}%" for path in AFTER)
        places = (str(lies.get(place, 0)) for place in ("closed", "between", "refilled"))
        when = _years(int(str(year)))
        rows.append([when, str(cuts), *places, str(closed), str(nearer.get("refilled", 0)), *medians])
        heads.append(f"{closed} of {cuts} after {when}")
        coins.append(_chance(closed, cuts))
    paused = (~every["apart"]).groupby("year").sum()
    in_pause = ", ".join(f"{n} after {_years(int(str(year)))}" for year, n in paused.items() if n)
    columns = (
        *("After", "Cuts", "At or below closed", "Between", "At or above refilled"),
        *("Nearer to closed", "Nearer to refilled", "Median distance from closed", "from refilled"),
    )
    return [
        f"### Nearer to closed for good: {', '.join(heads)}",
        tight(columns, rows),
        f"{_verdict(coins)}Distances are in % of the headcount before. Not counted are cuts whose pause was "
        f"not over, since both paths are the same there: {in_pause}.",
    ]


def record_says() -> str:
    """Which reading of a cut the headcounts that followed are nearer to, for the README."""
    asked = inputs()
    every = told(asked, judged(asked, results()))
    apart = every[every["apart"]]
    near = apart["nearer"].eq("closed").groupby(apart.index.get_level_values("year")).agg(["sum", "size"])
    heads = [f"{row['sum']} of {row['size']} after {_years(int(str(year)))}" for year, row in near.iterrows()]
    undecided = all(CHANCE < _chance(row["sum"], row["size"]) < 1 - CHANCE for _, row in near.iterrows())
    decide = "decide for neither reading" if undecided else "are not a matter of chance"
    return (
        f"[Past cuts](docs/hindcast-plans.md) {decide}: headcount was nearer to positions closed for good in "
        f"{', '.join(heads)}. Of these {len(apart)} counts {apart['mixed'].sum()} also hold other cuts, "
        "purchases or sales."
    )


def _chance(closed: int, cuts: int) -> float:
    """The chance that a fair coin gives at least as many [share]."""
    return sum(comb(cuts, times) for times in range(closed, cuts + 1)) / 2**cuts


def _verdict(coins: list[float]) -> str:
    """Whether chance alone gives so many cuts nearer to closed.

    coins : by year, the chance that a fair coin gives at least as many
    """
    *shares, last = (f"{one:.0%}" for one in coins)
    undecided = all(CHANCE < one < 1 - CHANCE for one in coins)
    lead = "The record decides for neither path: a" if undecided else "A"
    shown = f"{', '.join(shares)} and {last}"
    return f"{lead} fair coin gives at least as many nearer to closed in {shown} of cases. "


def _readings(asked: dict[str, Any], errors: pd.DataFrame) -> list[str]:
    every = told(asked, errors)
    dates = pd.DataFrame(asked["cases"]).groupby("company")["date"].min()

    is_first = [dates[company] == date for _, company, date in every.index]
    readings = {
        "all": every,
        "refilled path without growth (*No change*)": told(asked, errors, "no_change"),
        "refilled path with today's AI": told(asked, errors, "refilled_with_ai"),
        "first cut of each firm": every[is_first],
        "count no farther from a path than the paths are apart": every[every["within"]],
        "no other cut, purchase or sale known": every[~every["mixed"]],
    }
    years = list(every.index.unique("year"))
    rows, counted = [], every.loc[every["apart"], "mixed"]
    for name, counts in readings.items():
        counts = counts[counts["apart"]]
        closed = (
            counts["nearer"].eq("closed").groupby("year").agg(["sum", "size"]).reindex(years, fill_value=0)
        )
        rows.append([name, *(f"{near} of {cuts}" if cuts else "—" for near, cuts in closed.to_numpy())])
    return [
        "### Nearer to closed under other readings",
        "Chosen after the results had been seen. "
        f"{counted.sum()} of the {len(counted)} counts hold another cut, a purchase or a sale.",
        tight(["Cuts or path", *map(_years, years)], rows),
    ]


def _medians(errors: pd.DataFrame) -> pd.DataFrame:
    """The median size of the errors [% of the headcount before] by year and forecast."""
    return errors.assign(size=errors["error"].abs()).pivot_table(
        index="year", columns="forecast", values="size", aggfunc="median", sort=False
    )


def _nearest(asked: dict[str, Any], errors: pd.DataFrame) -> list[str]:
    best = _medians(errors).idxmin(axis=1).map(_names(asked))
    if best.nunique() == 1:
        head = f"*{best.iloc[0]}* had the smallest median error in each year"
    else:
        each = (f"*{name}* after {_years(int(str(year)))}" for year, name in best.items())
        head = f"Smallest median error: {', '.join(each)}"
    return [f"### {head}", _summary(errors, _names(asked))]


def _during_pause(asked: dict[str, Any], errors: pd.DataFrame, kept: dict[str, Any]) -> list[str]:
    wide = errors.pivot(index=["year", "company", "announced"], columns="forecast", values="error")
    paused = wide[~told(asked, errors)["apart"]]
    if paused.empty:
        return []
    low = paused.loc[paused["closed"] < -asked["limits"]["right"], "closed"]
    which = ", ".join(f"{place[1]} {-size:.0f}%" for place, size in low.items())
    steps = [pd.Series(plans["positions"]["refilled"]).diff().max() for plans in kept["cases"]]
    refilled = [step / case["before"]["headcount"] for step, case in zip(steps, asked["cases"], strict=True)]
    return [
        f"### The plan with the cut was too low during its hiring pause in {len(low)} of {len(paused)} cuts",
        f"Too low, in % of the headcount before: {which}. "
        "Until `rehire_pause` is over the plan replaces quits and refills no position that was cut. "
        f"The refilled plan then hires {min(refilled):.0%}–{max(refilled):.0%} of the firm in one quarter. "
        "Yearly counts can neither confirm nor refute that.",
    ]


def _names(asked: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: one["name"] for one in asked["forecasts"]}


def _summary(errors: pd.DataFrame, names: dict[str, str]) -> str:
    medians = _medians(errors)
    count = errors.groupby(["year", "forecast"])[["right", "nearest"]].sum().astype(str)
    cuts = errors.groupby("year")[["company", "announced"]].apply(lambda rows: len(rows.drop_duplicates()))
    heads, rows = ["Forecast"], {key: [name] for key, name in names.items()}
    for year in medians.index:
        heads += [f"{_years(year)}: median error", f"right, of {cuts[year]}", "nearest"]
        for key, cells in rows.items():
            cells += [f"{medians.at[year, key]:.1f}%", *count.loc[(year, key)]]
    return tight(heads, rows.values())


def _errors(asked: dict[str, Any], errors: pd.DataFrame, names: dict[str, str]) -> str:
    rows, every = [], told(asked, errors)
    for (company, announced, year), group in errors.groupby(["company", "announced", "year"], sort=False):
        by, one = group.set_index("forecast"), every.loc[(year, company, announced)]
        counted = (str(by["quarters"].iloc[0]), f"{by['headcount'].iloc[0]:,.0f}")
        cells = (_signed(by.at[key, "error"], bool(by.at[key, "nearest"])) for key in names)
        lies = one["lies"] if one["lies"] != "between" else f"between, nearer to {one['nearer']}"
        lies = (lies if one["apart"] else "in the pause") + ("\\*" if one["mixed"] else "")
        rows.append([f"{company} {announced[:7]}", str(year), *counted, *cells, lies])
    heads = ("Cut", "Year", "Quarters", "Headcount", *names.values(), "Count lies")
    return passages(
        "Errors in % of the headcount before; the nearest in bold. \\* another cut, a purchase or a sale is "
        "in the count.",
        tight(heads, rows),
    )


def _said(asked: dict[str, Any], kept: dict[str, Any]) -> str:
    rows = []
    for case, plans in zip(asked["cases"], kept["cases"], strict=True):
        share = case["jobs_cut"] / case["before"]["headcount"]
        shares = (share, *(plans["extra_share"][name] for names in CUTS.values() for name in names))
        rows.append([f"{case['company']} {case['date'][:7]}", *(f"{one:.1%}" for one in shares)])
    most = max(people for plans in kept["cases"] for people in plans["layoffs"].values())
    heads = ("Cut", "Of headcount", "Closed", "Refilled", "Closed with AI", "Refilled with AI")
    return passages(
        "Extra cost is the present cost of the plan with the cut less that of the plan without, over the "
        "latter. No count of people can confirm or refute it. The plans without the cut lay off "
        f"{f'at most {most:,.0f} people' if most else 'nobody'}.",
        tight(heads, rows),
    )


def _cases(asked: dict[str, Any]) -> str:
    rows = []
    for case in asked["cases"]:
        cut = (f"{case['company']} {case['date']}", f"{case['jobs_cut']:,}", case["industry"])
        for when, one in [("before", case["before"]), *((_years(one["year"]), one) for one in case["after"])]:
            how = "count" if one["kind"] == "count" else f"{one['jobs']:,} / {one['share']:.3g}"
            counted = (one["date"], f"{one['headcount']:,}", how, one["grade"], one["source"])
            rows.append([*cut, when, *counted])
    heads = ("Cut", "Jobs", "Industry", "When", "Date", "Headcount", "How", "Grade", "Source")
    doubts = bullets(f"{one['company']}, {one['date']}: {one['doubt']}" for one in asked["cases"])
    return passages(tight(heads, rows), "### Doubts by case", doubts)


def _made(asked: dict[str, Any], kept: dict[str, Any]) -> str:
    hashes = {name: text.removeprefix("sha256:")[:12] for name, text in kept["hashes"].items()}
    return (
        f"Inputs frozen on {asked['frozen']}. Computed with reallocate {kept['version']}, commit "
        f"{kept['commit']}; SHA-256 of the inputs {hashes['inputs']}, of the shipped figures "
        f"{hashes['bundle']}, of the parameters {hashes['parameters']}. {kept['hashes']['libraries']}."
    )


def _signed(error: float, nearest: bool) -> str:
    text = f"{error:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")
    return f"**{text}**" if nearest else text


def _years(year: int) -> str:
    return f"{year} year" if year == 1 else f"{year} years"


if __name__ == "__main__":
    main()
