"""Computes the plans of the hindcast anew: forecasts/hindcast-plans/results.json, then docs/hindcast-plans.md.

The inputs lie beside the results and are not changed. It takes two minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from typing import Any

import hindcast_plans_page as page

import reallocate as ra
from reallocate.result.provenance import digest
from reallocate.scenario.firm.schema import Levers
from reallocate.work.parameters import parameter_table

DIGITS = 1
"""After the point of a headcount [FTE]: beyond it the solver's tolerance shows."""


def main() -> None:
    """Compute every plan, keep the figures and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="only fill the page from the figures kept")
    if not parser.parse_args().page:
        page.RESULTS.write_text(json.dumps(computed(page.inputs()), indent=1) + "\n", encoding="utf-8")
    text = page.PAGE.read_text("utf-8")
    page.PAGE.write_text(page.with_outcome(text), encoding="utf-8")


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
    """The commit of the code that computed."""
    command = ["git", "-C", str(page.ROOT), "log", "-1", "--format=%h", "--", "src", "scripts"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
