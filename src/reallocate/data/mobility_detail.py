"""Yearly moves between occupations: the project's own estimate from moves observed between broad groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.mobility_filled import moves_of_relatives, moves_within, odds_by_closeness
from reallocate.errors import DataError, Problem
from reallocate.work.shares import rows_to_one

Matrix = npt.NDArray[np.float64]
DIGITS = 11
"""Digits of a shipped share: enough for the observed cells to add up to the groups' moves within 1e-9."""

TOLERANCE = 1e-9
"""How far moves between families of groups may be from those observed [share/year]."""


@dataclass(frozen=True, eq=False)
class Network:
    """The observed network and the occupations its groups became.

    groups, occupations : codes, sorted
    moves : (group, group) [share/year] of those who go to another group that the survey tells apart
    people : (group, occupation) [persons] of a group who became the occupation
    survey : (group) place of the first group that the survey does not tell from it
    """

    groups: pd.Index
    occupations: pd.Index
    moves: Matrix
    people: Matrix
    survey: npt.NDArray[np.intp]

    @property
    def leaves(self) -> npt.NDArray[np.bool_]:
        """(group) whether moves out of it were observed."""
        return np.asarray(self.moves.sum(axis=1) > 0)

    @property
    def moving(self) -> Matrix:
        """(occupation) [persons] in groups out of which moves were observed."""
        return np.asarray((self.people * self.leaves[:, None]).sum(axis=0))

    @property
    def undivided(self) -> npt.NDArray[np.bool_]:
        """(occupation, occupation) whether the survey does not tell a move between them from staying."""
        belongs = np.zeros((len(self.groups), len(self.occupations)))
        np.add.at(belongs, self.survey, self.people > 0)
        return (belongs.T @ belongs) > 0


def network(
    mobility: pd.DataFrame, groups: pd.DataFrame, bridge: pd.DataFrame, occupations: pd.Index
) -> Network:
    """The observed network, from its shipped tables.

    mobility : source, target, share [share/year]
    groups : group, survey_group, employment [persons]
    bridge : group, occupation, share [share of the group's people]
    occupations : the occupations of the common frame
    people[g,o] = E[g]·B[g,o] / Σ_o B[g,o]
    """
    codes = pd.Index(groups["group"]).sort_values()
    named = groups.set_index("group").reindex(codes)
    survey = codes.get_indexer(pd.Index(named["survey_group"]))
    moves = _table(mobility, ["source", "target"], codes, codes)
    moves[survey[:, None] == survey[None, :]] = 0.0
    parts = rows_to_one(_table(bridge, ["group", "occupation"], codes, occupations))
    people = parts * named["employment"].to_numpy()[:, None]
    return Network(codes, occupations, moves, people, survey)


def _table(rows: pd.DataFrame, keys: list[str], index: pd.Index, columns: pd.Index) -> Matrix:
    places = (index.get_indexer(pd.Index(rows[keys[0]])), columns.get_indexer(pd.Index(rows[keys[1]])))
    unknown = rows.loc[(places[0] < 0) | (places[1] < 0), keys]
    if len(unknown):
        pair = " to ".join(unknown.iloc[0])
        raise DataError(Problem("a code of the network is not among those listed", where=pair))
    table = np.zeros((len(index), len(columns)))
    table[places] = rows["share"]
    return table


def carried_down(found: Network, openings: pd.Series) -> Matrix:
    """Observed moves between groups carried down to occupations, nothing filled.

    openings : (occupation) [persons/year]
    Returns (origin, target) [share/year]; 0 in the row of an occupation none of whose groups has an
    observed move, and on the diagonal.
    P[o,p] = Σ_g,h C[o,g]·M[g,h]·S[h,p], o ≠ p: an origin moves as its groups do (C[o,g], the share of
    its people who were counted in g, of groups with moves), and a group's newcomers go to its
    occupations in proportion to openings (S[h,p] ∝ v[p]·people[h,p] / Σ_h people[h,p]).
    A move between two groups that both became part of one occupation is no move of an occupation.
    Source: del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898 (network); own division.
    """
    counted = rows_to_one((found.people * found.leaves[:, None]).T)
    within = rows_to_one(found.people.T).T
    entered = rows_to_one(within * openings.reindex(found.occupations).to_numpy()[None, :])
    carried = counted @ found.moves @ entered
    np.fill_diagonal(carried, 0.0)
    return carried


def mobility_detail_table(
    found: Network,
    occupations: pd.DataFrame,
    related: pd.DataFrame,
    openings: pd.Series,
    transfer_rate: pd.Series,
) -> pd.DataFrame:
    """Yearly moves between occupations, every one marked observed or filled.

    occupations : (occupation) minor_group, major_group
    related : occupation, related, tier
    openings : (occupation) [persons/year]
    transfer_rate : (occupation) [share/year] who leave for another occupation
    Returns source, target, share [share/year], status; without cells of 0 and the diagonal.
    Raises `DataError` where the observed cells do not add up to the moves between the groups.
    """
    observed = carried_down(found, openings)
    _require_kept(found, observed.round(DIGITS))
    rows = occupations.reindex(found.occupations)
    vacancies = openings.reindex(found.occupations).to_numpy()
    flows = observed * found.moving[:, None]
    odds = odds_by_closeness(flows, vacancies, found.undivided, rows, related)
    within = moves_within(observed, odds * vacancies[None, :], found.undivided)
    rates = transfer_rate.reindex(found.occupations).to_numpy()
    filled = within + moves_of_relatives(observed, rows, related, rates)
    parts = {"observed": observed, "filled": filled}
    cells = [_cells(shares, found.occupations, status) for status, shares in parts.items()]
    return pd.concat(cells, ignore_index=True)


def _require_kept(found: Network, observed: Matrix) -> None:
    ours, published = back_to_families(found, observed)
    off = np.abs(ours - published)
    np.fill_diagonal(off, 0.0)
    if off.max() > TOLERANCE:
        worst = found.groups[np.unique(families(found))[off.max(axis=1).argmax()]]
        what = f"moves carried down differ by {off.max():.1e} from those observed"
        raise DataError(Problem(what, f"group {worst}"))


def _cells(shares: Matrix, codes: pd.Index, status: str) -> pd.DataFrame:
    rounded = shares.round(DIGITS)
    origin, target = np.nonzero(rounded)
    cells = {"source": codes[origin], "target": codes[target], "share": rounded[origin, target]}
    return pd.DataFrame(cells).assign(status=status)


def families(found: Network) -> npt.NDArray[np.intp]:
    """The family of each occupation: groups that any occupation joins are one family.

    Returns (occupation) the place of the family's first group; most families are one group.
    """
    belongs = found.people > 0
    far = len(found.groups)
    of_group = np.arange(far)
    while True:
        of_occupation: npt.NDArray[np.intp] = np.where(belongs, of_group[:, None], far).min(axis=0)
        joined = np.where(belongs, of_occupation[None, :], far).min(axis=1, initial=far)
        joined = np.minimum(joined, of_group)
        if np.array_equal(joined, of_group):
            return of_occupation
        of_group = joined


def back_to_families(found: Network, shares: Matrix) -> tuple[Matrix, Matrix]:
    """Moves between families: from shares between occupations, and from the observed network itself.

    shares : (origin, target) [share/year] of the observed cells
    Returns two tables (family, family) [share/year], equal off the diagonal where the shares keep
    every observed move. Moves into a group that became no occupation are in neither.
    F[k,l] = Σ_o∈k w[o]·Σ_p∈l P[o,p] / Σ_o∈k w[o] and Σ_g∈k E[g]·Σ_h∈l M[g,h] / Σ_g∈k E[g],
    over people w and E in groups with observed moves
    """
    of_occupation = families(found)
    labels, place = np.unique(of_occupation, return_inverse=True)
    kin = (np.arange(len(labels))[:, None] == place[None, :]).astype("float64")
    kin_groups = (kin @ (found.people > 0).T > 0).astype("float64")
    people = found.people.sum(axis=1) * found.leaves
    total = kin @ found.moving
    size = np.where(total > 0, total, 1.0)[:, None]
    from_shares = kin @ (found.moving[:, None] * shares) @ kin.T / size
    from_network = kin_groups @ (people[:, None] * found.moves) @ kin_groups.T / size
    return from_shares, from_network
