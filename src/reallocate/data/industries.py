"""Industries by NAICS code or by words of their titles, and the bridge to the input-output accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from reallocate.data.frames import SUCCESSORS, successors
from reallocate.data.occupations import closest, meant, unclear
from reallocate.kernel.errors import DataError, Problem, UnknownName

_CODE = re.compile(r"\d{2}(-{1,2}\d{2,3})?|\d{3,6}|\d{4}A\d")
_WHOLE_ECONOMY = ""
_EVERYDAY: Mapping[str, tuple[str, ...]] = {
    "accounting firm": ("541200",), "airline": ("481100",), "bank": ("5220A1", "522200", "523000"),
    "banking": ("5220A1", "522200", "523000"), "car dealer": ("441100",), "carmaker": ("336100",),
    "car maker": ("336100",), "cleaning": ("561700",), "consultancy": ("541600", "541500"),
    "daycare": ("624400",), "dentist": ("621200",), "doctor": ("621100",), "grocery": ("445000",),
    "grocery store": ("445000",),
    "gym": ("713900",), "home care": ("621600",), "hospital": ("622000",), "hotel": ("721100",),
    "insurer": ("524100",), "it services": ("541500",), "law firm": ("541100",), "nursing home": ("623100",),
    "pharma": ("325400",), "retail": ("44--46",), "retailer": ("44--46",), "school": ("611100",),
    "software": ("513200", "541500"), "supermarket": ("445000",), "temp agency": ("561300",),
    "trucking": ("484000",), "university": ("611300",), "warehouse": ("493100",),
}  # fmt: skip
"""Everyday word -> industries that it may mean, to be named where the word is in no title or in several."""


@dataclass(frozen=True)
class Industry:
    """One industry with its own staffing pattern.

    code : as OEWS publishes it, such as `524100`
    naics : without its trailing zeros, such as `5241`
    title : official title
    asked : how the user named it
    """

    code: str
    naics: str
    title: str
    asked: str

    @property
    def is_renamed(self) -> bool:
        """Whether it was asked for by its code of NAICS 2017."""
        return self.asked.rstrip("0") in SUCCESSORS


def find_industries(
    names: Iterable[str], industries: pd.DataFrame, where: str = "industries"
) -> tuple[Industry, ...]:
    """The industries that are meant, in the order of their codes.

    names : NAICS codes or words of official titles
    industries : (industry) naics, title
    where : key or flag, for errors
    Raises `UnknownName` with all names that mean none or several industries, and where one
    industry lies within another, which would count its people twice.
    """
    table = industries.set_index("industry") if "industry" in industries.columns else industries
    titles = {str(code): str(title) for code, title in table["title"].items()}
    naics = {str(code): str(short) for code, short in table["naics"].items()}
    found: dict[str, Industry] = {}
    problems: list[Problem] = []
    for name in _separate(names):
        result = _find(name, titles, naics, where)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            found.setdefault(result.code, result)
    chosen = tuple(found[code] for code in sorted(found))
    for outer, inner in permutations(chosen, 2):
        if _holds(outer.naics, inner.naics):
            what = f"{inner.code} {inner.title} lies within {outer.code} {outer.title}"
            why = "Its people would be counted twice."
            problems.append(Problem(what, where, "Leave one of them out.", why))
    if problems:
        raise UnknownName(problems)
    return chosen


def _separate(names: Iterable[str]) -> list[str]:
    """Codes may stand in one text with commas between them; titles hold commas of their own."""
    separate: list[str] = []
    for name in names:
        parts = [part.strip() for part in str(name).split(",")]
        separate += parts if all(_CODE.fullmatch(part) for part in parts) else [str(name).strip()]
    return separate


def _find(name: str, titles: Mapping[str, str], naics: Mapping[str, str], where: str) -> Industry | Problem:
    if _CODE.fullmatch(name):
        return _by_code(name, titles, naics, where)
    candidates = _finest(meant(name, titles), titles, naics)
    # `banks` stands in one title only, the central bank's: a few words of a long title are no answer.
    sure = _finest(meant(name, titles, least=0.5), titles, naics)
    if len(candidates) != 1 or len(sure) != 1:
        if likely := _everyday(name, titles):
            what = f"{name!r} is no industry's official title"
            return Problem(what, where, "Write a code or a title as it is listed.", nearest=likely)
        return unclear("industry", name, where, candidates, titles)
    code = candidates[0]
    return Industry(code, naics[code], titles[code], name)


def _everyday(name: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The industries that an everyday word may mean, by code and title."""
    plain = name.casefold().strip()
    singular = plain[:-3] + "y" if plain.endswith("ies") else plain.removesuffix("s")
    codes = _EVERYDAY.get(plain) or _EVERYDAY.get(singular) or ()
    return tuple(f"{code} {titles[code]}" for code in codes if code in titles)


def everyday_names(code: str, naics: str) -> tuple[str, ...]:
    """Everyday words that may mean a published industry, or one that it lies within.

    code : as published
    naics : without its trailing zeros
    """
    return tuple(
        word
        for word, codes in _EVERYDAY.items()
        if code in codes or any(_holds(one.replace("--", "-").rstrip("0"), naics) for one in codes)
    )


def _by_code(
    name: str, titles: Mapping[str, str], naics: Mapping[str, str], where: str
) -> Industry | Problem:
    if name in titles:
        return Industry(name, naics[name], titles[name], name)
    short = name.rstrip("0") if len(name) > 2 else name
    same = [code for code in titles if naics[code] == short]
    if not same and len(short) == 2:
        same = [code for code in titles if naics[code] and _holds(naics[code], short)]
    if same:
        return Industry(same[0], naics[same[0]], titles[same[0]], name)
    renamed = [code for code in titles if (naics[code],) == SUCCESSORS.get(short)]
    if renamed:
        return Industry(renamed[0], naics[renamed[0]], titles[renamed[0]], name)
    if newer := _published(successors(name), titles, naics):
        what = f"{name} is a code of NAICS 2017; the staffing patterns are published by NAICS 2022"
        why = "" if len(newer) == 1 else "Its firms went to several industries."
        return Problem(what, where, f"Write {' or '.join(newer)}.", why)
    around = [code for code in titles if naics[code] and _related(naics[code], short)]
    around = sorted(around, key=lambda code: -len(naics[code]))[:4]
    near = tuple(f"{code} {titles[code]}" for code in around) or closest(name, titles)
    what = f"no staffing pattern is published for industry {name}"
    return Problem(what, where, "Write a published code, or words of its title.", nearest=near)


def _published(
    groups: tuple[str, ...], titles: Mapping[str, str], naics: Mapping[str, str]
) -> tuple[str, ...]:
    """The industries with a staffing pattern that are these groups, or the smallest that holds each."""
    found: dict[str, str] = {}
    for group in groups:
        named = {code: short for code, short in naics.items() if short}
        holding = [code for code, short in named.items() if short == group or _holds(short, group)]
        if holding:
            code = max(holding, key=lambda code: len(naics[code].split("-")[0]))
            found[code] = f"{code} {titles[code]}"
    return tuple(found.values())


def _related(one: str, other: str) -> bool:
    return _holds(one, other) or _holds(other, one)


def _finest(codes: tuple[str, ...], titles: Mapping[str, str], naics: Mapping[str, str]) -> tuple[str, ...]:
    """Without parents that have one child of the same title, which are the same people."""
    wider = {
        code
        for code, other in permutations(codes, 2)
        if titles[other] == titles[code] and _holds(naics[code], naics[other])
    }
    return tuple(code for code in codes if code not in wider)


def _holds(outer: str, inner: str) -> bool:
    """Whether the NAICS code `inner` lies within `outer`: `31-33` holds `325`, `` holds everything."""
    if outer == inner:
        return False
    if outer == _WHOLE_ECONOMY:
        return True
    if "-" in outer:
        first, last = (int(part) for part in outer.split("-"))
        return inner[:2].isdigit() and first <= int(inner[:2]) <= last
    return inner.startswith(outer)


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
