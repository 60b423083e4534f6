"""Computes the plans of the hindcast anew: its results.json, the chart and docs/hindcast-plans.md.

The inputs lie beside the results and are not changed. It takes two minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from typing import Any

import hindcast_plans_page as page
import pandas as pd

import reallocate as ra
from reallocate.firm.request.keys import Levers
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Lines
from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.table import Column, table
from reallocate.render.page import as_svg
from reallocate.render.provenance import digest
from reallocate.render.theme import themed

FOLLOWED = "what followed"
DRAWN = {"cut": "plan with the cut", "attrition": "plan without it", "best_plan": "best plan with today's AI"}
PATHS = table(
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
DIGITS = 1
"""After the point of a headcount [FTE]: beyond it the solver's tolerance shows."""


def main() -> None:
    """Compute every plan, keep the figures and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="only fill chart and page from the figures kept")
    if not parser.parse_args().page:
        page.RESULTS.write_text(json.dumps(computed(page.inputs()), indent=1) + "\n", encoding="utf-8")
    frame = paths(page.inputs(), page.results())
    svg = as_svg(themed(CHART.spec(CHART.figures({PATHS.name: frame}))), CHART.name)
    page.IMAGE.write_text(svg.rstrip() + "\n", encoding="utf-8")
    text = page.PAGE.read_text("utf-8")
    page.PAGE.write_text(page.with_outcome(text), encoding="utf-8")


def paths(asked: dict[str, Any], kept: dict[str, Any]) -> pd.DataFrame:
    """Headcount after each cut by quarter, of three plans and as counted.

    asked : the inputs
    kept : the plans
    """
    rows = []
    for case, plans in zip(asked["cases"], kept["cases"], strict=True):
        before, name = case["before"]["headcount"], f"{case['company']}, {case['date'][:7]}"
        counts = {page.quarter(one["date"], case["date"]): one["headcount"] for one in case["after"]}
        drawn = {FOLLOWED: {0: before} | counts}
        drawn |= {words: dict(enumerate([before, *plans["positions"][key]])) for key, words in DRAWN.items()}
        rows += [(name, line, at, n / before) for line, path in drawn.items() for at, n in path.items()]
    return pd.DataFrame(rows, columns=["case", "line", "quarter", "share"])


def computed(asked: dict[str, Any]) -> dict[str, Any]:
    """What is kept: the plans of every case, and what they were computed from.

    asked : the inputs
    """
    cases, facts = [], {}
    for case in asked["cases"]:
        print(f"{case['company']} {case['date']}", flush=True)
        plans, facts = plans_of(case, asked["plan"])
        cases.append({"company": case["company"], "date": case["date"], **plans})
    return {
        "version": facts["version"],
        "commit": commit(),
        "hashes": {
            "inputs": digest(page.INPUTS.read_bytes()),
            "bundle": facts["hashes"]["bundle"],
            "parameters": digest(parameter_table().to_csv(index=False).encode()),
            "libraries": facts["hashes"]["libraries"],
        },
        "cases": cases,
    }


def plans_of(case: dict[str, Any], plan: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The four plans of a case, without and with AI, and the facts of the last run.

    case : firm, date and cut
    plan : length, and who leaves
    """
    kept: dict[str, Any] = {"positions": {}, "extra_share": {}, "layoffs": {}}
    facts: dict[str, Any] = {}
    for ai, names in ((False, page.WITHOUT_AI), (True, page.WITH_AI)):
        firm = ra.Scenario.from_industry(
            case["industry"], case["before"]["headcount"],
            start=page.first_month(case["date"]), quarters=plan["quarters"],
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


def commit() -> str:
    """The last commit of the package that computed."""
    command = ["git", "-C", str(page.ROOT), "log", "-1", "--format=%h", "--", "src"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
