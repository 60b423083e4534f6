"""The bridge from published industries to those of the input-output accounts."""

from __future__ import annotations

import pandas as pd

from reallocate.kernel.errors import DataError, Problem

_SAME = (
    "211 212 213 321 322 323 324 325 326 327 331 332 333 334 335 337 339 441 445 481 482 483 484 485 486 493 "
    "512 523 524 525 561 562 621 623 624 713 721 722 5411 5415"
)
"""Codes that mean the same in both."""

MEMBERS: dict[str, tuple[str, ...]] = {
    **{code: (code,) for code in _SAME.split()},
    "113FF": ("113", "115"),
    "22": ("221",),
    "23": ("236", "237", "238"),
    "311FT": ("311", "312"),
    "313TT": ("313", "314"),
    "315AL": ("315", "316"),
    "3361MV": ("3361", "3362", "3363"),
    "3364OT": ("3364", "3365", "3366", "3369"),
    "42": ("423", "424", "425"),
    "452": ("455",),
    "4A0": ("444", "449", "456", "457", "458", "459"),
    "487OS": ("487", "488", "492"),
    "511": ("513",),
    "513": ("516", "517"),
    "514": ("518", "519"),
    "521CI": ("521", "522"),
    "HS": ("531",),
    "ORE": ("531",),
    "532RL": ("532", "533"),
    "5412OP": ("5412", "5413", "5414", "5416", "5417", "5418", "5419"),
    "55": ("551",),
    "61": ("611005",),
    "622": ("622005",),
    "711AS": ("711", "712"),
    "81": ("811", "812", "813"),
    "GFE": ("491",),
    "GFGD": ("9991",),
    "GFGN": ("9991",),
    "GSLG": ("611002", "611003", "622002", "622003", "9992", "9993"),
    "GSLE": ("9992", "9993"),
}
"""BEA's industry and the OEWS codes that it consists of. The accounts are in NAICS 2017 and OEWS in NAICS
2022, which renamed parts of retail trade and information; schools and hospitals that states and
localities own are general government to BEA. Farms are in no survey of OEWS."""

_CODE_LENGTH = 6
_TOLERANCE = 1000.0
"""By how many persons industries may differ from the published total, since each is rounded to ten."""


def industry_bridge(industries: pd.DataFrame, compensation: pd.Series) -> pd.DataFrame:
    """The share of each OEWS industry's people that works in an industry of the accounts.

    industries : industry, employment [persons], as the table `industries`
    compensation : (industry) of the accounts, compensation of employees [USD million]
    Returns industry (of the accounts), oews_industry, share. An OEWS industry that several industries of
    the accounts share is divided so that jobs of these are in proportion to compensation.
    share_k = (N·c_k/Σc − people in OEWS industries that are k's alone) / people in shared ones
    Raises `DataError` where the OEWS industries do not make up the national total.
    """
    pairs = pd.DataFrame(
        [(code, member.ljust(_CODE_LENGTH, "0")) for code, members in MEMBERS.items() for member in members],
        columns=["industry", "oews_industry"],
    )
    people = industries.set_index("industry")["employment"]
    _require_whole(pairs["oews_industry"], people)
    pairs["people"] = pairs["oews_industry"].map(people)
    shared = pairs["oews_industry"].duplicated(keep=False)
    pairs["share"] = 1.0
    for _, members in pairs[shared].groupby("oews_industry")["industry"].agg(tuple).drop_duplicates().items():
        rows = pairs[pairs["industry"].isin(members)]
        several = shared[rows.index]
        own = rows[~several].groupby("industry")["people"].sum().reindex(list(members), fill_value=0.0)
        common = rows.loc[several, ["oews_industry", "people"]].drop_duplicates()["people"].sum()
        weight = compensation[list(members)] / compensation[list(members)].sum()
        share = (weight * (own.sum() + common) - own) / common
        pairs.loc[shared & pairs["industry"].isin(members), "share"] = pairs["industry"].map(share)
    return pairs[["industry", "oews_industry", "share"]]


def _require_whole(codes: pd.Series, people: pd.Series) -> None:
    unknown = sorted(set(codes) - set(people.index))
    if unknown:
        raise DataError(Problem("no such OEWS industry", where=", ".join(unknown)))
    gap = people[codes.drop_duplicates()].sum() - people["000000"]
    if abs(gap) > _TOLERANCE:
        what = f"the bridged industries differ from the national total by {gap:,.0f} persons"
        raise DataError(Problem(what, why="An industry would be missing or counted twice."))
