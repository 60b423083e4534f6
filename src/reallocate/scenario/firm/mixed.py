"""A scenario between two: some inputs as in B, all others as in A."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reallocate.result.result import Result
from reallocate.scenario.firm.differences import ASIDE, READ_FROM, WHOLE, scenario_data
from reallocate.scenario.firm.saved import ROLE_TABLE, scenario_again
from reallocate.scenario.firm.schema import Scenario


def mixed_scenario(a: Result, b: Result, keys: Iterable[str], folder: Path) -> Scenario:
    """The scenario of A with some of its keys as in B.

    keys : such as `budget.cash_per_year`
    folder : where role tables are put
    Raises `InputError` where the keys of both contradict each other.
    """
    first, second = scenario_data(a, "A"), scenario_data(b, "B")
    mixed = {key: value for key, value in copy.deepcopy(first).items() if key not in ASIDE or key == "name"}
    roles, name = a.tables.get(ROLE_TABLE), "A"
    for key in keys:
        if key == "roles":
            roles, name = b.tables.get(ROLE_TABLE), "B"
            mixed |= {one: second[one] for one in READ_FROM if one in second}
        _put(mixed, second, tuple(key.split(".", 1)))
    return scenario_again(mixed, roles, folder, name)


def _put(mixed: dict[str, Any], source: Mapping[str, Any], place: tuple[str, ...]) -> None:
    """Set one key as the source has it; what the source does not say is not said."""
    section, *inner = place
    if not inner or section in WHOLE or mixed.get(section) is None or source[section] is None:
        mixed[section] = source[section]
    elif inner[0] in source[section]:
        mixed[section] = {**mixed[section], inner[0]: source[section][inner[0]]}
    else:
        mixed[section] = {key: value for key, value in mixed[section].items() if key != inner[0]}
