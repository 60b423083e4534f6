"""A saved result, opened again: every file is checked against its hash, nothing is computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reallocate.api.plan import Plan
from reallocate.api.spelling import python_errors
from reallocate.claims.estimates.page import ESTIMATES
from reallocate.claims.evidence.page import SCORECARD
from reallocate.claims.page import CLAIMS
from reallocate.firm.compare.page import COMPARISON
from reallocate.firm.council.layoffs import LAYOFFS
from reallocate.firm.cut.result import CUT
from reallocate.firm.report.result import PLAN
from reallocate.firm.report.shared import SHARED
from reallocate.firm.request.saved import SCENARIO
from reallocate.jobs.page import JOB
from reallocate.jobs.place import HISTORY, JOBS_KIND
from reallocate.kernel.errors import InputError, Problem
from reallocate.loop.page import ADOPTERS
from reallocate.market.calibration.page import CALIBRATION
from reallocate.market.forecast.ledger import is_ledger, read_ledger
from reallocate.market.forecast.lines_page import is_lines, read_lines
from reallocate.market.forecast.page import FORECAST
from reallocate.market.forecast.record import SCORE, read_forecast
from reallocate.market.forecast.skill_page import SKILL
from reallocate.market.forecast.started_page import STARTED
from reallocate.market.forecast.starts_page import HINDCAST
from reallocate.market.published.ensemble_page import ENSEMBLE
from reallocate.market.published.page import MARKET
from reallocate.market.simulate.page import KIND as NATION
from reallocate.render.result import EARLIER, EARLIER_EXACT, Kind, Result
from reallocate.render.saving import open_saved

_KINDS: tuple[Kind, ...] = (
    PLAN, SHARED, CUT, COMPARISON, NATION, MARKET, ADOPTERS, ENSEMBLE, CALIBRATION, FORECAST, SCORE, JOB,
    JOBS_KIND, HISTORY, STARTED, HINDCAST, SKILL, CLAIMS, LAYOFFS, SCORECARD, ESTIMATES,
)  # fmt: skip
"""Every kind of result that can be opened."""


_FILES = ((is_ledger, read_ledger), (is_lines, read_lines))
"""Forecasts in one file, beside that of the tech workforce."""


@python_errors
def open(folder: str | Path) -> Result:
    """Open a saved result; every file is verified, nothing is computed.

    folder : of a result, or the file of a forecast
    Raises `InputError` where there is none, `DataError` with every file that was altered or is missing.
    """
    place = Path(folder)
    if place.is_file():
        reads = next((read for fits, read in _FILES if fits(place)), read_forecast)
        return reads(place)
    found = open_saved(place)
    kind = next((one for one in _KINDS if one.name == found.kind), None)
    if kind is None:
        known = ", ".join(one.name for one in _KINDS)
        what = f"the folder holds a result of a kind that is not known here: {found.kind}"
        raise InputError(Problem(what, str(place), "A later version may open it.", f"Known are {known}."))
    opened = (Plan if kind is PLAN else Result).opened(kind, found)
    if opened.privacy or kind not in (PLAN, CUT) or not opened.facts.get(SCENARIO, {}).get("roster"):
        return opened
    was_exact = (opened.facts[SCENARIO].get("reading") or {}).get("exact")
    return replace(opened, facts={**opened.facts, "privacy": EARLIER_EXACT if was_exact else EARLIER})
