"""What each promise of a plan costs, alone and all together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.api.spelling import python_errors
from reallocate.firm.alternatives.prices import ALL as ALL
from reallocate.firm.alternatives.prices import FREE as FREE
from reallocate.firm.alternatives.prices import NONE as NONE
from reallocate.firm.alternatives.prices import price as price
from reallocate.firm.report.result import prices_of_promises
from reallocate.render.result import Result


@python_errors
def promise_prices(plan: Result) -> dict[str, Mapping[str, Any]]:
    """(key of a promise, `NONE` or `ALL`) price in words, and what a plan that keeps it comes to.

    plan : as made or opened; nothing where nothing is promised
    """
    found = prices_of_promises(plan)
    rows = [] if found is None else found.to_dict("records")
    return {str(one["key"]): {str(name): value for name, value in one.items()} for one in rows}
