"""Bridges between code frames, and what each loses: OEWS 2017–2024 and SOC 2010 to the common frame."""

from __future__ import annotations

import pandas as pd

from reallocate.data.biproportional import biproportional
from reallocate.errors import DataError, Problem

SOC2010_YEARS = (2017, 2018)
"""Years that OEWS published in SOC 2010, with joint codes of its own."""

JOINT_YEARS = (2019, 2020)
"""Years that OEWS published in SOC 2018 with temporary joint codes where SOC 2010 could not tell."""

WEIGHT_YEAR = 2021
"""The first year that OEWS published in SOC 2018 alone; its employment divides what is joint."""

ROUNDS = 200
"""Rounds of adjustment; shares then change by less than the digits that are kept."""

JOINT_IN_2025: dict[str, tuple[str, ...]] = {
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

JOINT_IN_2017: dict[str, tuple[str, ...]] = {
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

SUBSTITUTES_2017: dict[str, tuple[str, ...]] = {"25-3097": ("25-3041", "25-3099"), "25-3098": ("25-3031",)}
"""OEWS 2017 and 2018 told substitute teachers (25-3098) from the other teachers (25-3097)."""

JOINT_IN_2019: dict[str, tuple[str, ...]] = {
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


def bridge(year: int, codes: pd.Series, crosswalk: pd.DataFrame, frame: pd.Index) -> pd.DataFrame:
    """The pairs of a year's codes and the occupations they became.

    year : of the OEWS publication
    codes : that year's detailed codes
    crosswalk : soc2010, soc2018
    frame : the occupations of the common frame
    Returns origin, occupation; a code that became nothing in the frame has no pair.
    """
    if year not in SOC2010_YEARS:
        joint = JOINT_IN_2019 if year in JOINT_YEARS else {}
        pairs = [(code, target) for code in codes for target in joint.get(code, (code,))]
    else:
        parts = {**{code: (code,) for code in codes}, **JOINT_IN_2017}
        by_origin = crosswalk.groupby("soc2010")["soc2018"].agg(tuple)
        published_as = {part: code for code, several in JOINT_IN_2025.items() for part in several}
        pairs = []
        for code in codes:
            reached = SUBSTITUTES_2017.get(code) or tuple(
                target for part in parts[code] for target in by_origin.get(part, ())
            )
            pairs.extend((code, published_as.get(target, target)) for target in reached)
    table = pd.DataFrame(pairs, columns=["origin", "occupation"]).drop_duplicates()
    return table[table["occupation"].isin(frame)].sort_values(["origin", "occupation"], ignore_index=True)


def divide(pairs: pd.DataFrame, origins: pd.Series, weights: pd.Series) -> pd.DataFrame:
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
        raise DataError(Problem(f"no employment in {WEIGHT_YEAR} to divide by", where=", ".join(unknown)))
    # An origin without a figure still has shares; its size then only matters to its neighbours.
    size = pairs["origin"].map(origins).fillna(1.0)
    flow = biproportional(weight, (pairs["occupation"], weight), (pairs["origin"], size), ROUNDS)
    return pairs.assign(share=flow / flow.groupby(pairs["origin"]).transform("sum"))


def divide_year(rows: pd.DataFrame, year: int, crosswalk: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """A year's bridge with the share of each of its codes that goes to each occupation.

    rows : (row) occupation (that year's code), employment [persons]
    year : of the OEWS publication
    crosswalk : soc2010, soc2018
    weights : (occupation) employment of the weight year in the common frame [persons]
    Returns origin, occupation, share.
    """
    pairs = bridge(year, rows["occupation"], crosswalk, weights.index)
    return divide(pairs, rows.set_index("occupation")["employment"], weights)


def soc_2010_table(pairs: pd.DataFrame, frame: pd.Index) -> pd.DataFrame:
    """The occupations of the common frame that a code of SOC 2010 became.

    pairs : soc2010, soc2018, as from `packs.crosswalks`
    frame : the occupations of the common frame
    Returns soc2010, occupation; a code may have several. Codes that OEWS publishes as one stand as one.
    """
    joint = {code: together for together, codes in JOINT_IN_2025.items() for code in codes}
    occupation = pairs["soc2018"].map(lambda code: joint.get(code, code))
    table = pd.DataFrame({"soc2010": pairs["soc2010"], "occupation": occupation})
    return table[table["occupation"].isin(frame)].drop_duplicates(ignore_index=True)
