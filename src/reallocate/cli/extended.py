"""What `simulate` does with the extended laws: the nation's market as a summary, a page, a folder or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.cli.progress import command, progress

if TYPE_CHECKING:
    from reallocate.study.market.schema import MarketScenario

PAGE = "page.html"


def run_extended_market(scenario: MarketScenario, out: Path | None, as_json: bool) -> None:
    """Run the nation's market by the extended laws, and say what comes out.

    scenario : in mode extended
    out : folder for the page, the tables and the scenario
    as_json : print one object on standard output instead
    """
    from reallocate.data.bundle import load_world
    from reallocate.study.economy.folder import RECORD, WHAT, save_economy
    from reallocate.study.economy.run import economy_study
    from reallocate.study.economy.scenario import economy_run
    from reallocate.study.whole_folder import must_be_free

    if out is not None:
        must_be_free(out, RECORD, WHAT)
    asked = economy_run(scenario, load_world().sources)
    with progress() as say:
        study = economy_study(asked, progress=say, command=command())
    page = None
    if out is not None:
        from reallocate.report.economy.page import economy_page

        save_economy(study, scenario, out, {PAGE: economy_page(study).encode("utf-8")})
        page = out / PAGE
    if as_json:
        print(json.dumps(study.as_json(), ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    from reallocate.report.economy.card import print_economy

    print_economy(study, Console(highlight=False), page)
