"""Who reports to whom: ids become rows, and what cannot be a reporting tree is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from reallocate.roster.file.cells import CONTRACTOR, OPEN, Findings, is_blank

_NOBODY = -1
_LEAST_TOP = 0.1


def same_id(texts: pd.Series) -> pd.Series:
    """Ids as they are compared: without case, and without the `.0` that a spreadsheet adds; "" for none.

    texts : (row) cells
    """
    ids = texts.str.casefold().str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    return ids.where(~is_blank(texts), "")


def check_ids(ids: pd.Series, positions: pd.Series, columns: tuple[str, ...], found: Findings) -> None:
    """Find rows without an id and rows that repeat one.

    ids : (row) of people, as from `same_id`
    positions : (row) of positions, likewise; several people may share a position
    columns : which of id and position_id the file has
    found : takes what is wrong
    """
    if not columns:
        found.notes.append("There is no id column; duplicate rows cannot be detected.")
        return
    found.add(columns[0], "missing id", ids.eq("") & positions.eq(""))
    found.add("id", "duplicate id", ids.ne("") & ids.duplicated())
    alone = positions.where(ids.eq(""), "")
    found.add("position_id", "duplicate id", alone.ne("") & alone.duplicated())


def manager_rows(ids: pd.Series, positions: pd.Series, managers: pd.Series) -> pd.Series:
    """The row of each row's manager; missing where nobody has the id or none is given.

    ids, positions, managers : (row) as from `same_id`
    The first row of an id counts, a person's before a position's.
    """
    known = pd.concat([ids, positions])
    known = known[known.ne("")]
    known = known[~known.duplicated()]
    return managers.map(pd.Series(known.index, index=known.to_numpy())).astype(float)


def names_not_ids(managers: pd.Series, rows: pd.Series) -> bool:
    """Whether a column that may hold names or ids of managers holds names.

    managers : (row) as from `same_id`
    rows : (row) as from `manager_rows`
    """
    given = managers.ne("")
    return bool(given.any()) and float(rows[given].notna().mean()) < 0.5


def check_tree(
    managers: pd.Series, rows: pd.Series, status: pd.Series, found: Findings
) -> dict[int, list[int]]:
    """Find what cannot be a reporting tree; returns the rows of each circle by its first row.

    managers : (row) ids
    rows : (row) of the manager
    status : (row) contractors and open positions may have no manager
    found : takes what is wrong
    A row without manager is at the top where a tenth of all rows stands below it, or more than below any
    other; else its manager is missing.
    """
    given = managers.ne("")
    found.add("manager", "unknown manager", given & rows.isna())
    own = rows.eq(pd.Series(rows.index, index=rows.index))
    found.add("manager", "own manager", own)
    circles = _circles(rows.where(~own))
    first = pd.Series(rows.index.isin(list(circles)), index=rows.index)
    found.add("manager", "cycle in the reporting tree", first)
    if given.any():
        below = _below(rows.where(~own))
        top = ~given & below.gt(0) & (below.eq(below[~given].max()) | below.ge(_LEAST_TOP * len(rows)))
        found.add("manager", "missing manager", ~given & ~top & ~status.isin([OPEN, CONTRACTOR]))
        if int(top.sum()) > 1:
            found.notes.append("The reporting tree has several rows at its top.")
    return circles


@dataclass(frozen=True)
class Spans:
    """The reporting tree in a few figures.

    layers : from the top to the lowest, the top's own included [layers]
    median_span : people who report to a manager [people/manager]
    low_span, high_span : [people/manager] of the quarter with the fewest and of that with the most
    managers : people to whom somebody reports [people]
    """

    layers: int
    median_span: float
    low_span: float
    high_span: float
    managers: int


def spans(rows: pd.Series) -> Spans | None:
    """The spans and layers of a roster; none where nobody reports to anybody.

    rows : (row) of the manager
    key : of the machine
    Rows whose way up ends in a circle stand in no layer.
    """
    reports = rows.dropna().value_counts()
    if reports.empty:
        return None
    depths, _ = _depths(rows)
    low, median, high = (float(reports.quantile(share)) for share in (0.25, 0.5, 0.75))
    return Spans(int(depths.max()) + 1, median, low, high, len(reports))


def _below(rows: pd.Series) -> pd.Series:
    """How many rows stand below each, at any distance; circles count as nobody."""
    depths, upward = _depths(rows)
    above, below = upward.tolist(), [0] * len(rows)
    for place in np.argsort(-depths, kind="stable").tolist():
        if depths[place] > 0:
            below[above[place]] += below[place] + 1
    return pd.Series(below, index=rows.index, dtype=int)


def _depths(rows: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Each row's distance from the top, or -1 where the way up has no end; and the manager's place."""
    upward = _upward(rows)
    top = upward == _NOBODY
    above, depths = np.where(top, np.arange(len(rows)), upward), np.where(top, 0, 1)
    # Each turn reaches twice as far up: after n of them 2^n managers.
    for _ in range(len(rows).bit_length()):
        depths, above = depths + depths[above], above[above]
    return np.where(top[above], depths, -1), upward


def _upward(rows: pd.Series) -> np.ndarray:
    return np.asarray(rows.index.get_indexer(pd.Index(rows.fillna(_NOBODY).astype(int))))


def _circles(rows: pd.Series) -> dict[int, list[int]]:
    """Where everybody has one manager at most, strongly connected parts of several rows are circles."""
    from scipy.sparse.csgraph import connected_components  # slow to load, and few plans have a roster

    upward = _upward(rows)
    reports = np.flatnonzero(upward != _NOBODY)
    graph = coo_array((np.ones(len(reports)), (reports, upward[reports])), shape=(len(rows), len(rows)))
    count, part = connected_components(graph.tocsr(), directed=True, connection="strong")
    sizes = np.bincount(part, minlength=count)
    inside = np.flatnonzero(sizes[part] > 1)
    inside = inside[np.argsort(part[inside], kind="stable")]
    starts = np.flatnonzero(np.diff(part[inside])) + 1
    members = (sorted(rows.index[some].tolist()) for some in np.split(inside, starts) if len(some))
    return {int(some[0]): some for some in members}
