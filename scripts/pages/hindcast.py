"""What plans would have said of ten past cuts: docs/hindcast-plans.md.

Inputs and plans lie in forecasts/hindcast-plans. `python -m scripts.pages.hindcast` computes the plans anew
from the same inputs, and draws the chart; it takes two minutes on one core.
"""

from __future__ import annotations

import json
import subprocess
import tomllib
from math import comb
from typing import Any

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
from reallocate.firm.request.plan_keys import Levers
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Lines
from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.table import Column
from reallocate.kernel.table import table as declared
from reallocate.render.page import as_svg
from reallocate.render.provenance import digest
from reallocate.render.theme import themed

KEPT = FORECASTS / "hindcast-plans"
INPUTS, RESULTS = KEPT / "inputs.toml", KEPT / "results.json"
IMAGE = IMAGES / "hindcast-plans.svg"
WITHOUT_AI, WITH_AI = ("attrition", "cut"), ("best_plan", "cut_with_ai")
"""Forecasts from a run of `reallocate cut` without AI and one with it: each without the cut, and with it."""
PLANS = (*WITHOUT_AI, *WITH_AI)
DIGITS = 1
"""After the point of a headcount [FTE]: beyond it the solver's tolerance shows."""
FOLLOWED = "what followed"
DRAWN = {"cut": "plan with the cut", "attrition": "plan without it", "best_plan": "best plan with today's AI"}
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
    svg = as_svg(themed(CHART.spec(CHART.figures({PATHS.name: frame}))), CHART.name)
    write(IMAGE, svg.rstrip() + "\n")


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
    cases, facts = [], {}
    for case in asked["cases"]:
        print(f"{case['company']} {case['date']}", flush=True)
        plans, facts = plans_of(case, asked["plan"])
        cases.append({"company": case["company"], "date": case["date"], **plans})
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


def plans_of(case: dict[str, Any], plan: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The four plans of a case, without and with AI, and the facts of the last run."""
    kept: dict[str, Any] = {"positions": {}, "extra_share": {}, "layoffs": {}}
    facts: dict[str, Any] = {}
    for ai, names in ((False, WITHOUT_AI), (True, WITH_AI)):
        firm = ra.Scenario.from_industry(
            case["industry"], case["before"]["headcount"],
            start=first_month(case["date"]), quarters=plan["quarters"],
        )  # fmt: skip
        firm = firm.model_copy(update={"levers": Levers(ai=ai)})
        found = ra.cut(firm, exits=case["jobs_cut"], exits_from=plan["exits_from"], progress=False)
        quarters, figures = found.table("quarters"), found.table("cut_or_wait").set_index("figure")
        for name, column in zip(names, ("positions_wait", "positions_cut"), strict=True):
            kept["positions"][name] = quarters[column].round(DIGITS).tolist()
        kept["extra_share"][names[1]] = round(figures.at["cost", "extra"] / figures.at["cost", "wait"], 5)
        kept["layoffs"][names[0]] = round(figures.at["layoffs", "wait"], DIGITS) + 0.0
        facts = dict(found.facts)
    return kept, facts


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
            forecast = {"no_change": before, "as_announced": before - case["jobs_cut"]}
            forecast |= {name: path[at - 1] for name, path in plans["positions"].items()}
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
    """Who was nearest, errors, what the plans said on the day, and the inputs."""
    asked, kept = inputs(), results()
    errors, names = judged(asked, kept), _names(asked)
    body = passages(
        *findings(asked, errors, kept),
        "### Error by forecast",
        _summary(errors, names),
        "### Subsets after one year",
        "Median errors. The subsets were chosen after the results had been seen.",
        _subsets(asked, errors, names),
        "### Each cut",
        _errors(errors, names),
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
    """Who was nearest, in headings and sentences."""
    return [*_nearest(asked, errors), *_during_pause(asked, errors, kept), *_afterwards(asked, errors, kept)]


def _medians(errors: pd.DataFrame) -> pd.DataFrame:
    """The median size of the errors [% of the headcount before] by year and forecast."""
    return errors.assign(size=errors["error"].abs()).pivot_table(
        index="year", columns="forecast", values="size", aggfunc="median", sort=False
    )


def _nearest(asked: dict[str, Any], errors: pd.DataFrame) -> list[str]:
    medians, lines, names = _medians(errors), [], _names(asked)
    for year, row in medians.iterrows():
        best = str(row.idxmin())
        cuts = errors.loc[errors["year"] == year, ["company", "announced"]].drop_duplicates()
        rest = ", ".join(f"*{names[name]}* {row[name]:.1f}%" for name in names if name != best)
        lines.append(
            f"- After {_years(int(str(year)))}, *{names[best]}* had the smallest median error: "
            f"{row[best]:.1f}% of the headcount before "
            f"({len(cuts)} cuts, {cuts['company'].nunique()} firms). {rest}."
        )
    ahead = sum(row.idxmin() not in PLANS for _, row in medians.iterrows())
    if ahead == len(medians):
        head = "### No plan beat the simplest forecasts"
    elif ahead:
        head = f"### A rule without a model was nearest in {ahead} of {len(medians)} years"
    else:
        head = "### A plan was nearest in each year"
    return [head, "\n".join(lines)]


def _during_pause(asked: dict[str, Any], errors: pd.DataFrame, kept: dict[str, Any]) -> list[str]:
    wide = errors.pivot(index=["company", "announced", "year"], columns="forecast")
    value, error = wide["value"], wide["error"]
    paused = value["cut"] < (1.0 - asked["limits"]["shared"] / PERCENT) * value["attrition"]
    if not paused.any():
        return []
    low = error.loc[paused & (error["cut"] < -asked["limits"]["right"]), "cut"]
    which = ", ".join(f"{place[0]} {-size:.0f}%" for place, size in low.items())
    steps = [pd.Series(plans["positions"]["cut"]).diff().max() for plans in kept["cases"]]
    refilled = [step / case["before"]["headcount"] for step, case in zip(steps, asked["cases"], strict=True)]
    return [
        f"### The plan with the cut was too low during its hiring pause in {len(low)} of {paused.sum()} cuts",
        f"These are the cuts counted before the pause ends. Too low, in % of the headcount before: {which}. "
        "Until `rehire_pause` is over the plan replaces quits and refills no position that was cut. "
        "After the pause it refills "
        f"{min(refilled):.0%}–{max(refilled):.0%} of the headcount in one quarter. Yearly counts can neither "
        "confirm nor refute that.",
    ]


def _afterwards(asked: dict[str, Any], errors: pd.DataFrame, kept: dict[str, Any]) -> list[str]:
    ends = [
        plans["positions"]["cut"][-1] / plans["positions"]["attrition"][-1] - 1.0 for plans in kept["cases"]
    ]
    lines = []
    if max(map(abs, ends)) < asked["limits"]["shared"] / PERCENT:
        lines.append(
            "After the pause, *Cut* and *Attrition* forecast the same headcount: in the plan the workload "
            "decides it, and a cut lowers it until the pause is over."
        )
    wide = errors.pivot(index=["year", "company", "announced"], columns="forecast", values="error").abs()
    for year, rows in wide.groupby("year"):
        closer, cuts = int((rows["as_announced"] < rows["no_change"]).sum()), len(rows)
        chance = sum(comb(cuts, times) for times in range(closer, cuts + 1)) / 2**cuts
        lines.append(
            f"- After {_years(int(str(year)))}, the headcount was nearer to *As announced* than to "
            f"*No change* in {closer} of {cuts} cuts. A fair coin gives as many in {chance:.0%} of cases."
        )
    return ["### Did the cuts last?", "\n".join(lines).replace("is over.\n- ", "is over.\n\n- ")]


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


def _subsets(asked: dict[str, Any], errors: pd.DataFrame, names: dict[str, str]) -> str:
    cases = pd.DataFrame(asked["cases"])
    first = errors[errors["year"] == 1]
    place = pd.MultiIndex.from_frame(first[["company", "announced"]])
    counted = cases["before"].map(lambda one: one["kind"] == "count").to_numpy()
    subsets = {
        "all": cases["company"].notna().to_numpy(),
        "first cut of each firm": ~cases["company"].duplicated().to_numpy(),
        "headcount before counted by the firm": counted,
        "headcount before from jobs over share": ~counted,
    }
    rows = []
    for name, chosen in subsets.items():
        inside = place.isin(pd.MultiIndex.from_frame(cases.loc[chosen, ["company", "date"]]))
        medians = _medians(first[inside]).iloc[0]
        rows.append([name, str(chosen.sum()), *(f"{medians[key]:.1f}%" for key in names)])
    return tight(["Cuts", "number", *names.values()], rows)


def _errors(errors: pd.DataFrame, names: dict[str, str]) -> str:
    rows = []
    for (company, announced, year), group in errors.groupby(["company", "announced", "year"], sort=False):
        by = group.set_index("forecast")
        counted = (str(by["quarters"].iloc[0]), f"{by['headcount'].iloc[0]:,.0f}")
        cells = (_signed(by.at[key, "error"], bool(by.at[key, "nearest"])) for key in names)
        rows.append([f"{company} {announced[:7]}", str(year), *counted, *cells])
    heads = ("Cut", "Year", "Quarters", "Headcount", *names.values())
    return f"Errors in % of the headcount before; the nearest in bold.\n\n{tight(heads, rows)}"


def _said(asked: dict[str, Any], kept: dict[str, Any]) -> str:
    rows = []
    for case, plans in zip(asked["cases"], kept["cases"], strict=True):
        share = case["jobs_cut"] / case["before"]["headcount"]
        shares = (
            f"{one:.1%}" for one in (share, *(plans["extra_share"][name] for name in ("cut", "cut_with_ai")))
        )
        people = (f"{plans['layoffs'][name] + 0.0:,.0f}" for name in ("attrition", "best_plan"))
        rows.append([f"{case['company']} {case['date'][:7]}", *shares, *people])
    heads = (
        *("Cut", "Of headcount", "Extra cost of the cut", "the same with AI"),
        *("Layoffs of attrition", "Layoffs of the best plan"),
    )
    return passages(
        "Extra cost is the present cost of the plan with the cut less that of the plan without, over the "
        "latter. No count of people can confirm or refute it.",
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
