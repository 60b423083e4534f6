"""A saved result, opened again: every file is checked against its hash, nothing is computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reallocate.claims.outline import CLAIMS
from reallocate.errors import InputError, Problem
from reallocate.evidence.outline import SCORECARD
from reallocate.face.plan import Plan
from reallocate.face.spelling import python_errors
from reallocate.result.privacy import EARLIER, EARLIER_EXACT
from reallocate.result.result import Kind, Result
from reallocate.result.saving import open_saved
from reallocate.scenario.firm.saved import SCENARIO
from reallocate.study.calibration.outline import CALIBRATION
from reallocate.study.compare.outline import COMPARISON
from reallocate.study.couple.outline import ADOPTERS
from reallocate.study.cut.outline import CUT
from reallocate.study.economy.outline import KIND as NATION
from reallocate.study.ensemble.outline import ENSEMBLE
from reallocate.study.forecast.outline import FORECAST
from reallocate.study.forecast.record import read_forecast
from reallocate.study.forecast.score import SCORE
from reallocate.study.job.outline import JOB
from reallocate.study.jobs.outline import HISTORY, JOBS
from reallocate.study.layoffs.outline import LAYOFFS
from reallocate.study.market.outline import MARKET
from reallocate.study.plan.kind import PLAN

KINDS: tuple[Kind, ...] = (
    PLAN, CUT, COMPARISON, NATION, MARKET, ADOPTERS, ENSEMBLE, CALIBRATION, FORECAST, SCORE, JOB, JOBS,
    HISTORY, CLAIMS, LAYOFFS, SCORECARD,
)  # fmt: skip
"""Every kind of result that can be opened."""


@python_errors
def open(folder: str | Path) -> Result:
    """Open a saved result; every file is verified, nothing is computed.

    folder : of a result, or the file of a forecast
    Raises `InputError` where there is none, `DataError` with every file that was altered or is missing.
    """
    place = Path(folder)
    if place.is_file():
        return read_forecast(place)
    found = open_saved(place)
    kind = next((one for one in KINDS if one.name == found.kind), None)
    if kind is None:
        known = ", ".join(one.name for one in KINDS)
        what = f"the folder holds a result of a kind that is not known here: {found.kind}"
        raise InputError(Problem(what, str(place), "A later version may open it.", f"Known are {known}."))
    opened = (Plan if kind is PLAN else Result).opened(kind, found)
    if opened.privacy or kind not in (PLAN, CUT) or not opened.facts.get(SCENARIO, {}).get("roster"):
        return opened
    was_exact = (opened.facts[SCENARIO].get("reading") or {}).get("exact")
    return replace(opened, facts={**opened.facts, "privacy": EARLIER_EXACT if was_exact else EARLIER})
