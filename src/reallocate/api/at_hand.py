"""What is known before a firm is read: summaries that ship, and whether there is such a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reallocate.firm.cut.cards import HEADCOUNT, SHARE, Card, card_of, requested_industries
from reallocate.firm.request.studies import scenario_path
from reallocate.jobs.beforehand import JobCard, job_card
from reallocate.jobs.options import JobQuestion
from reallocate.kernel.options import Names, as_names

_OF_A_CARD = {"industry", "headcount", "exits", "quick"}
"""Options that leave the answer the one that ships."""
_HIDING = ("roster", "roles", "country")
"""Options that name people instead of an industry."""


def require_known(name: object, industry: Names | None = None) -> None:
    """Raise `UnknownName` where there is no such scenario or no such industry.

    name : of a scenario, as the command line has it
    """
    if isinstance(name, str | Path):
        scenario_path(name)
    elif industry is not None:
        requested_industries(as_names(industry) or ())


def card_at_hand(given: dict[str, Any]) -> Card | None:
    """The summary of a cut that ships; none where the question is another.

    given : options of `reallocate cut` by name
    Raises `UnknownName` for a scenario or an industry that there is not.
    """
    if not any(given.get(name) for name in _HIDING):
        require_known(given.get("name"), given.get("industry"))
    asked = given.get("exits")
    said = {name for name, value in given.items() if value is not False and value != ()}
    if not said <= _OF_A_CARD or given.get("headcount") != HEADCOUNT or asked not in (None, SHARE):
        return None
    found = requested_industries(as_names(given["industry"]) or ()) if "industry" in given else None
    return card_of(found[0].code, asked is not None) if found and len(found) == 1 else None


def job_card_at_hand(given: dict[str, Any]) -> JobCard | None:
    """The summary of a job that ships; none where more than an occupation's code is said, or another.

    given : options of `reallocate job` by name
    """
    plain = JobQuestion(name=given["name"])
    said = {
        name for name, value in given.items()
        if value is not False and value != () and value != getattr(plain, name, None)
    }  # fmt: skip
    return None if said else job_card(given["name"])
