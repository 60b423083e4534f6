"""Biproportional adjustment (RAS, iterative proportional fitting): cells with given sums both ways."""

from __future__ import annotations

import pandas as pd


def biproportional(
    cells: pd.Series,
    first: tuple[pd.Series, pd.Series],
    second: tuple[pd.Series, pd.Series],
    rounds: int,
) -> pd.Series:
    """Cells in proportion to given ones, with given sums by one grouping and then by the other.

    cells : (cell) to begin with; a cell of 0 stays 0
    first, second : (cell) label of the group, and (cell) sum that the group shall have, in the cells' unit
    rounds : how often both are done
    x ← x·r/Σ_first x, then x ← x·c/Σ_second x, in turn: sums of the second hold exactly, of the first as
    nearly as the two agree.
    Source: Deming, Stephan 1940, Ann. Math. Statist. 11:427, DOI 10.1214/aoms/1177731829.
    """
    for _ in range(rounds):
        for group, total in (first, second):
            cells = (cells * total / cells.groupby(group).transform("sum")).fillna(0.0)
    return cells
