"""What a copy for sharing shows of people: groups of ten and more, and amounts to three figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

FEWEST = 10.0
"""[people or FTE] No smaller group is shown, nor can it be had by taking groups from a total."""
FIGURES = 3
"""Significant figures of an amount of money."""
_WHOLE = ("FTE", "people", "positions", "persons", "roles")


def combined(sizes: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    """(group, by the name of its largest) the groups that are shown as one.

    sizes : (group) [people or FTE]
    A group without people, such as a new role, shows nobody. Small groups stand together; as long as they are fewer than ten, the next smallest joins them. Where all
    groups together are fewer, there is one. Of a group that is not shown alone at least ten people are left
    when every other group is taken from the total.
    """
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    small = [name for name in order if 0 < sizes[name] < FEWEST]
    alone = [name for name in order if name not in small]
    while small and any(sizes[name] for name in alone) and sum(sizes[name] for name in small) < FEWEST:
        small.insert(0, alone.pop(max(at for at, name in enumerate(alone) if sizes[name])))
    shown = {name: (name,) for name in alone}
    return {**shown, small[0]: tuple(small)} if small else shown


def groups_together(table: pd.DataFrame, name: str, size: str) -> pd.DataFrame:
    """A table of groups with small ones combined: their figures are added.

    name, size : columns with the name of a group, and its people today [FTE]
    """
    sizes = table.groupby(name)[size].sum()
    home = {}
    for members in combined({str(one): float(people) for one, people in sizes.items()}).values():
        words = members[0] if len(members) == 1 else f"Other groups ({len(members)})"
        home |= dict.fromkeys(members, words)
    numbers = table.select_dtypes("number").columns
    made = table.assign(**{name: table[name].astype(str).map(home)})
    found = made.groupby(name, sort=False)[list(numbers)].sum(min_count=1).reset_index()
    return found.reindex(columns=[one for one in table.columns if one in found])


def shown(value: float, unit: str) -> float:
    """A figure as a copy shows it: people whole, everything else to three figures.

    unit : as a table's column has it
    """
    if not np.isfinite(value):
        return value
    return float(np.round(value)) if unit in _WHOLE else float(f"{value:.{FIGURES}g}")
