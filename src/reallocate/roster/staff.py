"""What a result of a roster keeps of its people besides their roles: counts, never a person's row."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reallocate.kernel.manifest import json_bytes
from reallocate.roster.file.cells import FILLED, OPEN
from reallocate.roster.groups import FEW, one_spelling
from reallocate.roster.roles import Unrecognised
from reallocate.roster.staffing import divided, own_cost, pooled
from reallocate.work.firm import OTHER, plain

if TYPE_CHECKING:
    from reallocate.roster.roster import Roster

COUNTS, _GROUPS, _UNRECOGNISED = "people/counts.parquet", "people/groups.parquet", "people/unrecognised.json"
"""In the folder of a result."""
_MOST_PAY = 4.0
"""[share of the industry's pay] What somebody is paid beyond it counts for nothing."""
AMOUNTS = ("fte", "open_positions", "paid_fte", "cost")
WHOLE = ""
"""In place of a dimension, in the counts of the whole firm."""
_AGE, _SERVICE, _TIME = "age", "length of service", "working time"
_SERVICE_YEARS = (0.0, 2.0, 5.0, 10.0, 20.0)
SERVICE_BANDS = ("under 2 years", "2 to 5 years", "5 to 10 years", "10 to 20 years", "20 years and more")
_PART, _FULL = "part time", "full time"


@dataclass(frozen=True, eq=False)
class Staff:
    """Exact counts of a roster's people: as private as the roster.

    counts : (row) dimension (a column, or "" for the whole firm), place, occupation, fte [FTE],
        open_positions [positions], missing where the file has none, paid_fte [FTE] and cost [USD/year] of
        those whose pay is given
    groups : (row) about, band, occupation, people [persons]: of each age, length of service and working time
    unrecognised : whose job title is not recognised
    """

    counts: pd.DataFrame
    groups: pd.DataFrame
    unrecognised: Unrecognised

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Staff | None:
        """The counts that a saved result keeps; none where it keeps none.

        files : (path in its folder)
        """
        if not {COUNTS, _GROUPS} <= files.keys():
            return None
        counts, groups = (pd.read_parquet(BytesIO(files[name])) for name in (COUNTS, _GROUPS))
        left = json.loads(files[_UNRECOGNISED]) if _UNRECOGNISED in files else {}
        return cls(counts, groups, Unrecognised(**left))

    def places_of(self, column: str, roles: pd.DataFrame) -> pd.DataFrame:
        """Whose people a role's are that is planned across places: (role, place) share of its headcount.

        column : department, location or country, which roles were kept apart by
        roles : (role) occupation, headcount [FTE], and the column
        A place of fewer than five full-time positions stays "other". Of an occupation o, left[o, p] people of
        place p are in no role of their own: share[o, p] = left[o, p] / Σ_p left[o, p].
        Where the roles are not by occupation any more, the shares are those of all such people together.
        """
        own = self.counts[self.counts["dimension"] == column]
        size = own.groupby("place")["fte"].sum()
        few = set(size.index[size < FEW])
        home = pooled(self.counts[self.counts["dimension"] == WHOLE].groupby("occupation")["fte"].sum())
        named = own.assign(
            place=own["place"].where(~own["place"].isin(few), OTHER), occupation=own["occupation"].map(home)
        )
        place = roles[column].astype(str)
        across = roles[place.map(plain).eq(OTHER)]
        people = named.groupby(["occupation", "place"])["fte"].sum()
        theirs = roles.drop(across.index).groupby(["occupation", place.rename("place")])["headcount"].sum()
        left = people.sub(theirs, fill_value=0.0).clip(lower=0.0).unstack().fillna(0.0)
        wanted = across.groupby("occupation")["headcount"].sum()
        if not np.allclose(left.sum(axis=1).reindex(wanted.index, fill_value=0.0), wanted, atol=1e-3):
            left = pd.DataFrame([left.sum()] * len(wanted), index=wanted.index)
        share = left.div(left.sum(axis=1), axis=0).reindex(across["occupation"]).set_axis(across.index)
        shares = share.rename_axis(index="role", columns="place").reset_index()
        found = shares.melt("role", value_name="share")
        return found[found["share"] > 0]

    def files(self) -> dict[str, bytes]:
        """(path in its folder) what a result keeps, the same bytes for the same counts."""
        return {
            COUNTS: self.counts.to_parquet(None, index=False),
            _GROUPS: self.groups.to_parquet(None, index=False),
            _UNRECOGNISED: json_bytes(asdict(self.unrecognised)),
        }


def staff_of(
    roster: Roster, multiplier: float, by: Sequence[str], usual_cost: pd.Series, day: datetime.date
) -> Staff:
    """The counts of a roster's people.

    multiplier : loaded cost per dollar of base pay [USD/USD]
    by : columns of department, location or country that roles are kept apart by
    usual_cost : (occupation) [USD/FTE/year] of the industry
    day : on which service is counted
    """
    counts = staff_counts(roster, multiplier, by, usual_cost)
    return Staff(counts, _staff_groups(roster, by, day), roster.unrecognised)


def staff_amounts(
    roster: Roster, multiplier: float, by: Sequence[str], usual_cost: pd.Series
) -> pd.DataFrame:
    """What each person and open position adds to the counts.

    roster, multiplier, by, usual_cost : as for `staff_of`
    Returns (row) occupation, the columns of `by` in one spelling, and the columns of `AMOUNTS`.
    cost = min(own cost, 4·usual cost·fte): nobody's pay moves a sum by more than that.
    """
    rows = roster.people.rows.assign(occupation=roster.planned_as)
    rows = rows[rows["status"].isin([FILLED, OPEN])]
    fte = rows["fte"].where(rows["status"].eq(FILLED), 0.0)
    own, most = own_cost(rows, multiplier), _MOST_PAY * rows["occupation"].map(usual_cost).astype(float) * fte
    cost = own.where(own.le(most), most).where(own.notna())
    tells_open = bool({"status", "worker_type"} & roster.people.columns.keys())
    return pd.DataFrame(
        {
            "occupation": rows["occupation"].astype(str),
            **{column: one_spelling(rows[column]) for column in by},
            "fte": fte,
            "open_positions": rows["status"].eq(OPEN).astype(float) if tells_open else np.nan,
            "paid_fte": fte.where(cost.notna(), 0.0),
            "cost": cost.fillna(0.0),
        }
    )


def staff_counts(roster: Roster, multiplier: float, by: Sequence[str], usual_cost: pd.Series) -> pd.DataFrame:
    """Full-time positions, open positions and pay by occupation, and by occupation and place.

    roster, multiplier, by, usual_cost : as for `staff_of`
    """
    amounts = staff_amounts(roster, multiplier, by, usual_cost)
    tables = []
    for dimension in (WHOLE, *by):
        place = amounts[dimension] if dimension else pd.Series("", index=amounts.index)
        grouped = amounts[list(AMOUNTS)].groupby([place.rename("place"), amounts["occupation"]])
        tables.append(grouped.sum(min_count=1).reset_index().assign(dimension=dimension))
    found = pd.concat(tables, ignore_index=True)
    return found[["dimension", "place", "occupation", *AMOUNTS]]


def _staff_groups(roster: Roster, by: Sequence[str], day: datetime.date) -> pd.DataFrame:
    """People of each age, length of service and working time, by the occupation with which they are planned.

    roster, by, day : as for `staff_of`
    """
    rows = roster.people.rows[roster.filled]
    home = divided(roster.people, roster.planned_as, by)[0]
    code = roster.planned_as[rows.index].map(lambda one: home.get(one, one)).rename("occupation")
    tables = [
        groups.rename("band").to_frame().assign(about=about, people=1)[groups.ne("")]
        for about, groups in _attributes(roster, rows, day).items()
    ]
    every = pd.concat(tables) if tables else pd.DataFrame(columns=["band", "about", "people"])
    counted = every.join(code).groupby(["about", "band", "occupation"], sort=True)["people"].sum()
    return counted.reset_index()


def _attributes(roster: Roster, rows: pd.DataFrame, day: datetime.date) -> dict[str, pd.Series]:
    """Each attribute that the file gives, as the group of every person; "" where it is not known."""
    given: dict[str, pd.Series] = {}
    if rows["age"].ne("").any():
        given[_AGE] = rows["age"].astype(str)
    if rows["hire_date"].notna().any():
        years = (pd.Timestamp(day) - pd.to_datetime(rows["hire_date"])).dt.days / 365.25
        place = np.searchsorted(_SERVICE_YEARS, years.fillna(0.0).clip(lower=0.0), side="right") - 1
        bands = pd.Series(np.array(SERVICE_BANDS, dtype=object)[place], index=rows.index, dtype=str)
        given[_SERVICE] = bands.where(years.notna(), "")
    if {"part_time", "fte"} & set(roster.people.columns):
        part = rows["part_time"].astype(bool) | rows["fte"].lt(1.0)
        given[_TIME] = pd.Series(np.where(part, _PART, _FULL), index=rows.index, dtype=str)
    return given
