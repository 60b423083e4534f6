"""What a copy for sharing shows of a firm's people: groups of ten and more, and amounts to few figures."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

FEWEST = 10.0
"""[people or FTE] No smaller group is shown, nor can it be had by taking groups from a total."""
_A_FIGURE, MOST_FIGURES = 7.0, 3
"""[FTE] A firm of ten times as many is shown to one figure, of a hundred times to two, and so on, to three.
An amount moves with what one person is paid, by about one in a thousand of it in a firm of 500."""


def money_figures(people: float) -> int:
    """Significant figures of an amount of money; none where the firm is too small to show any.

    people : [FTE] of the firm
    """
    return min(max(math.floor(math.log10(max(people, 1.0) / _A_FIGURE) + 1e-9), 0), MOST_FIGURES)


def to_figures(amount: float, figures: int) -> float:
    """An amount to so many significant figures; not a number where there are none."""
    return float(f"{amount:.{figures}g}") if figures and np.isfinite(amount) else math.nan


def combined(sizes: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    """(group, by the name of its largest) the groups that are shown as one.

    sizes : (group) [people or FTE]
    A group without people, such as a new role, shows nobody. Small groups stand together; as long as they
    are fewer than ten, the next smallest joins them. So at least ten people are left when the other groups
    are taken from the total, unless the whole firm has fewer.
    """
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    small = [name for name in order if 0 < sizes[name] < FEWEST]
    alone = [name for name in order if sizes[name] >= FEWEST]
    while small and alone and sum(sizes[name] for name in small) < FEWEST:
        small.insert(0, alone.pop())
    shown: dict[str, tuple[str, ...]] = {name: (name,) for name in order if name not in small}
    return {**shown, small[0]: tuple(small)} if small else shown


def groups_together(table: pd.DataFrame, name: str, size: str) -> pd.DataFrame:
    """A table of groups with small ones combined: their figures are added.

    name, size : columns with the name of a group, and its people today [FTE]
    """
    sizes = {str(one): float(people) for one, people in table.groupby(name)[size].sum().items()}
    home: dict[str, str] = {}
    for members in combined(sizes).values():
        words = members[0] if len(members) == 1 else f"Other groups ({len(members)})"
        home |= dict.fromkeys(members, words)
    numbers = list(table.select_dtypes("number").columns)
    made = table.assign(**{name: table[name].astype(str).map(home)})
    return made.groupby(name, sort=False)[numbers].sum(min_count=1).reset_index()
