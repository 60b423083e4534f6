"""The common frame of occupations, and bridges to it from other code frames with what each loses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.data.accounts import biproportional
from reallocate.kernel.errors import DataError, Problem


@dataclass(frozen=True, eq=False)
class Frame:
    """The occupations the survey publishes, and what stands in for those O*NET does not describe.

    occupations : (occupation) title, groups, employment [persons]
    donors : occupation, donor, weight, as from `reach.donors`
    hybrids : occupation, part, weight, as from `reach.hybrids`
    """

    occupations: pd.DataFrame
    donors: pd.DataFrame
    hybrids: pd.DataFrame

    @property
    def codes(self) -> pd.Index:
        """The published occupations' codes."""
        return self.occupations.index

    @property
    def employment(self) -> pd.Series:
        """(occupation) [persons]."""
        return self.occupations["employment"]


SOC2010_YEARS = (2017, 2018)
"""Years that OEWS published in SOC 2010, with joint codes of its own."""

_JOINT_YEARS = (2019, 2020)
"""Years that OEWS published in SOC 2018 with temporary joint codes where SOC 2010 could not tell."""

_WEIGHT_YEAR = 2021
"""The first year that OEWS published in SOC 2018 alone; its employment divides what is joint."""

_ROUNDS = 200
"""Rounds of adjustment; shares then change by less than the digits that are kept."""

JOINT_CODES: dict[str, tuple[str, ...]] = {
    "13-1020": ("13-1021", "13-1022", "13-1023"),
    "13-2020": ("13-2022", "13-2023"),
    "21-1018": ("21-1011", "21-1014"),
    "25-2052": ("25-2055", "25-2056"),
    "25-9045": ("25-9042", "25-9043", "25-9049"),
    "29-2010": ("29-2011", "29-2012"),
    "31-1120": ("31-1121", "31-1122"),
    "39-7010": ("39-7011", "39-7012"),
    "47-4090": ("47-4091", "47-4099"),
    "51-2028": ("51-2022", "51-2023"),
    "51-2090": ("51-2092", "51-2099"),
    "53-1047": ("53-1042", "53-1043", "53-1044", "53-1049"),
}
"""SOC 2018 codes that OEWS publishes as one to this day."""

_JOINT_IN_2017: dict[str, tuple[str, ...]] = {
    "13-1020": ("13-1021", "13-1022", "13-1023"),
    "15-2090": ("15-2091", "15-2099"),
    "21-1018": ("21-1011", "21-1014"),
    "29-2010": ("29-2011", "29-2012"),
    "39-1010": ("39-1011", "39-1012"),
    "39-7010": ("39-7011", "39-7012"),
    "47-4090": ("47-4091", "47-4099"),
    "51-2028": ("51-2022", "51-2023"),
    "51-2098": ("51-2092", "51-2099"),
    "53-1048": ("53-1021", "53-1031"),
}
"""SOC 2010 codes that OEWS published as one in 2017 and 2018."""

_SUBSTITUTES_2017: dict[str, tuple[str, ...]] = {"25-3097": ("25-3041", "25-3099"), "25-3098": ("25-3031",)}
"""OEWS 2017 and 2018 told substitute teachers (25-3098) from the other teachers (25-3097)."""

_JOINT_IN_2019: dict[str, tuple[str, ...]] = {
    "11-2030": ("11-2032", "11-2033"),
    "11-3010": ("11-3012", "11-3013"),
    "11-9198": ("11-9072", "11-9179", "11-9199"),
    "13-1198": ("13-1082", "13-1199"),
    "13-2098": ("13-2051", "13-2054", "13-2099"),
    "15-1245": ("15-1242", "15-1243"),
    "15-1256": ("15-1252", "15-1253"),
    "15-1257": ("15-1254", "15-1255"),
    "15-2098": ("15-2051", "15-2099"),
    "17-3098": ("17-3028", "17-3029"),
    "19-3031": ("19-3033", "19-3034"),
    "19-4010": ("19-4012", "19-4013"),
    "19-4045": ("19-4043", "19-4044"),
    "25-3097": ("25-3041", "25-3099"),
    "27-2090": ("27-2091", "27-2099"),
    "27-4098": ("27-4015", "27-4099"),
    "29-1228": (
        "29-1212", "29-1213", "29-1214", "29-1217", "29-1222", "29-1224", "29-1229", "29-1241",
    ),
    "29-1248": ("29-1242", "29-1243", "29-1249"),
    "29-1298": ("29-1291", "29-1299"),
    "29-2040": ("29-2042", "29-2043"),
    "29-2098": ("29-2036", "29-2072", "29-2099"),
    "29-9098": ("29-9021", "29-9093", "29-9099"),
    "33-1090": ("33-1091", "33-1099"),
    "33-9098": ("33-9094", "33-9099"),
    "39-1098": ("39-1014", "39-1022"),
    "39-9098": ("39-4012", "39-9099"),
    "47-5097": ("47-5023", "47-5032"),
    "47-5098": ("47-5049", "47-5099"),
    "53-3058": ("53-3051", "53-3053", "53-3054"),
    "53-6098": ("53-6032", "53-6099"),
}  # fmt: skip
"""OEWS 2019 and 2020 temporary codes and the SOC 2018 codes they join, by their titles."""


def _bridge(year: int, codes: pd.Series, crosswalk: pd.DataFrame, frame: pd.Index) -> pd.DataFrame:
    """The pairs of a year's codes and the occupations they became.

    year : of the OEWS publication
    codes : that year's detailed codes
    crosswalk : soc2010, soc2018
    frame : the occupations of the common frame
    Returns origin, occupation; a code that became nothing in the frame has no pair.
    """
    if year not in SOC2010_YEARS:
        joint = _JOINT_IN_2019 if year in _JOINT_YEARS else {}
        pairs = [(code, target) for code in codes for target in joint.get(code, (code,))]
    else:
        parts = {**{code: (code,) for code in codes}, **_JOINT_IN_2017}
        by_origin = crosswalk.groupby("soc2010")["soc2018"].agg(tuple)
        published_as = {part: code for code, several in JOINT_CODES.items() for part in several}
        pairs = []
        for code in codes:
            reached = _SUBSTITUTES_2017.get(code) or tuple(
                target for part in parts[code] for target in by_origin.get(part, ())
            )
            pairs.extend((code, published_as.get(target, target)) for target in reached)
    table = pd.DataFrame(pairs, columns=["origin", "occupation"]).drop_duplicates()
    return table[table["occupation"].isin(frame)].sort_values(["origin", "occupation"], ignore_index=True)


def _divide(pairs: pd.DataFrame, origins: pd.Series, weights: pd.Series) -> pd.DataFrame:
    """The share of each origin that goes to each occupation it became.

    pairs : origin, occupation
    origins : (origin) employment in the year that is bridged [persons]
    weights : (occupation) employment of the weight year [persons]
    Returns origin, occupation, share; shares of an origin sum to 1.
    The flows keep every origin's total and give the occupations that share origins sizes as near to those
    of 2021 as the bridge allows: biproportional adjustment to E₂₀₂₁ by occupation, then to E by origin. An
    origin that shares no occupation with another is simply divided by E₂₀₂₁. Dividing every origin so would
    give too much to a large occupation that only a little of the origin became.
    Raises `DataError` where an occupation has no weight.
    """
    weight = pairs["occupation"].map(weights)
    if weight.isna().any():
        unknown = pairs.loc[weight.isna(), "occupation"].unique()[:5]
        raise DataError(Problem(f"no employment in {_WEIGHT_YEAR} to divide by", where=", ".join(unknown)))
    # An origin without a figure still has shares; its size then only matters to its neighbours.
    size = pairs["origin"].map(origins).fillna(1.0)
    flow = biproportional(weight, (pairs["occupation"], weight), (pairs["origin"], size), _ROUNDS)
    return pairs.assign(share=flow / flow.groupby(pairs["origin"]).transform("sum"))


def divide_year(rows: pd.DataFrame, year: int, crosswalk: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """A year's bridge with the share of each of its codes that goes to each occupation.

    rows : (row) occupation (that year's code), employment [persons]
    year : of the OEWS publication
    crosswalk : soc2010, soc2018
    weights : (occupation) employment of the weight year in the common frame [persons]
    Returns origin, occupation, share.
    """
    pairs = _bridge(year, rows["occupation"], crosswalk, weights.index)
    return _divide(pairs, rows.set_index("occupation")["employment"], weights)


def soc_2010_table(pairs: pd.DataFrame, frame: pd.Index) -> pd.DataFrame:
    """The occupations of the common frame that a code of SOC 2010 became.

    pairs : soc2010, soc2018, as from `packs.crosswalks`
    frame : the occupations of the common frame
    Returns soc2010, occupation; a code may have several. Codes that OEWS publishes as one stand as one.
    """
    joint = {code: together for together, codes in JOINT_CODES.items() for code in codes}
    occupation = pairs["soc2018"].map(lambda code: joint.get(code, code))
    table = pd.DataFrame({"soc2010": pairs["soc2010"], "occupation": occupation})
    return table[table["occupation"].isin(frame)].drop_duplicates(ignore_index=True)


def parts_employment(national: pd.DataFrame, bridge: pd.DataFrame, published: pd.Index) -> pd.Series:
    """The last published employment of each SOC 2018 code that the survey no longer publishes.

    national : (row) year, occupation, level, employment [persons], each year in its own frame of codes
    bridge : (pair) soc2010, soc2018; many-to-many
    published : the occupations that are published today
    Returns (SOC 2018 code) [persons], only where its SOC 2010 code became this code alone and this
    code came from it alone; a code that kept its number and changed its meaning is thereby left out.
    """
    alone = ~bridge["soc2010"].duplicated(keep=False) & ~bridge["soc2018"].duplicated(keep=False)
    pairs = bridge[alone & ~bridge["soc2018"].isin(published)]
    rows = national[national["level"] == "detailed"].dropna(subset="employment")
    found = pairs.merge(rows[["year", "occupation", "employment"]], left_on="soc2010", right_on="occupation")
    last = found.sort_values("year").drop_duplicates("soc2018", keep="last")
    return last.set_index("soc2018")["employment"].sort_index()


_FRAME_YEAR = 2025


def history_tables(
    national: pd.DataFrame, crosswalk: pd.DataFrame, occupations: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The history and what is lost in it.

    national : (year, occupation) level, title, employment [persons], employment_rse [%],
        wage_mean [USD/year], wage_rse [%], 2017 to 2024 in each year's own frame
    crosswalk : soc2010, soc2018
    occupations : the common frame with the figures of 2025; filled wages are left out
    Returns `history` (occupation, year, employment, employment_rse, wage_mean, wage_rse, status)
    and `history_loss` (year, employment_published, employment_lost_share,
    employment_divided_share, note).
    """
    frame = pd.Index(occupations["occupation"])
    detailed = national[national["level"] == "detailed"]
    weights = weight_year(national, frame)
    years, losses = [], []
    for year in sorted(detailed["year"].unique()):
        rows = detailed[detailed["year"] == year].reset_index(drop=True)
        pairs = divide_year(rows, year, crosswalk, weights)
        bridged = _bridged_year(rows, pairs, year, frame)
        total = national.loc[(national["year"] == year) & (national["level"] == "total"), "employment"].item()
        years.append(bridged)
        losses.append(_loss(rows, pairs, bridged, year, total))
    years.append(_frame_year(occupations))
    return {"history": pd.concat(years, ignore_index=True), "history_loss": pd.DataFrame(losses)}


def _bridged_year(rows: pd.DataFrame, pairs: pd.DataFrame, year: int, frame: pd.Index) -> pd.DataFrame:
    """One year's employment and pay in the common frame.

    rows : (occupation) employment [persons], employment_rse [%], wage_mean [USD/year],
        wage_rse [%], title
    pairs : origin, occupation, share, as from `_divide`
    year : of the publication
    frame : the occupations of the common frame
    Returns (occupation) year, employment, employment_rse, wage_mean, wage_rse, status; an occupation with
    an unreleased part is missing, not the sum of the rest.
    E[o] = Σ_c share[c,o]·E[c]; rse[o] = √Σ (share·E·rse)² / E[o], parts taken as independent and
    the shares as known; wage[o] = Σ share·E·wage / Σ share·E over parts with a wage, and
    wage_rse[o] = √Σ (share·E·wage·wage_rse)² / Σ share·E·wage, the sizes taken as known
    """
    parts = pairs.merge(rows, left_on="origin", right_on="occupation", suffixes=("", "_origin"))
    parts["people"] = parts["share"] * parts["employment"]
    parts["variance"] = (parts["people"] * parts["employment_rse"]) ** 2
    parts["paid"] = parts["people"].where(parts["wage_mean"].notna())
    parts["money"] = parts["people"] * parts["wage_mean"]
    parts["money_variance"] = (parts["money"] * parts["wage_rse"]) ** 2
    groups = parts.groupby("occupation")
    people = groups["people"].sum()
    money = groups["money"].sum(min_count=1)
    sums = pd.DataFrame(
        {
            "year": year,
            "employment": people.where(groups["people"].count() == groups["people"].size()),
            "employment_rse": np.sqrt(groups["variance"].sum()) / people,
            "wage_mean": money / groups["paid"].sum(min_count=1),
            "wage_rse": np.sqrt(groups["money_variance"].sum(min_count=1)) / money,
            "status": _status(parts, year),
        }
    )
    sums["employment_rse"] = sums["employment_rse"].where(sums["employment"].notna())
    absent = pd.DataFrame({"year": year, "status": "direct"}, index=frame.difference(sums.index))
    return pd.concat([sums, absent]).rename_axis("occupation").reset_index()


def _status(parts: pd.DataFrame, year: int) -> pd.Series:
    """How an occupation's figure came about; the weakest of its parts decides."""
    divided = parts["share"] < 1.0
    residual = parts["title"].str.contains("All Other", case=False)
    renamed = parts["origin"] != parts["occupation"]
    by = parts["occupation"]
    any_divided = divided.groupby(by).any()
    all_new = (divided & residual & renamed).groupby(by).all()
    several_or_renamed = renamed.groupby(by).any() | (by.groupby(by).size() > 1)
    status = pd.Series("direct", index=any_divided.index)
    status = status.mask(several_or_renamed, "bridged").mask(any_divided, "split").mask(all_new, "new")
    return status.mask(any_divided, "hybrid") if year in _JOINT_YEARS else status


def weight_year(national: pd.DataFrame, frame: pd.Index) -> pd.Series:
    """Employment of the first year in SOC 2018 alone, which divides what earlier years joined.

    national : (year, occupation) employment [persons]
    frame : the occupations of the common frame
    Returns (occupation) employment [persons].
    """
    rows = national[(national["year"] == _WEIGHT_YEAR) & (national["level"] == "detailed")]
    return rows.set_index("occupation")["employment"].reindex(frame)


def _frame_year(occupations: pd.DataFrame) -> pd.DataFrame:
    observed = occupations["wage_mean"].where(occupations["wage_status"] == "observed")
    columns = ["occupation", "employment", "employment_rse", "wage_rse"]
    return occupations[columns].assign(year=_FRAME_YEAR, wage_mean=observed, status="direct")


def _loss(
    rows: pd.DataFrame, pairs: pd.DataFrame, bridged: pd.DataFrame, year: int, total: float
) -> dict[str, object]:
    gone = rows[~rows["occupation"].isin(pairs["origin"])].dropna(subset="employment")
    columns = gone[["occupation", "title", "employment"]]
    named = [f"{code} {title} ({people:,.0f})" for code, title, people in columns.itertuples(index=False)]
    unreleased = int(bridged["employment"].isna().sum())
    notes = ["no place in the frame: " + "; ".join(named)] if named else []
    notes += [f"{unreleased} occupations not released"] if unreleased else []
    divided = bridged["status"].isin(["split", "new", "hybrid"])
    return {
        "year": year,
        "employment_published": total,
        "employment_lost_share": 1.0 - bridged["employment"].sum() / total,
        "employment_divided_share": bridged.loc[divided, "employment"].sum() / total,
        "note": ". ".join(notes),
    }
