"""Industries by NAICS code or by words of their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from reallocate.data.naming import closest, meant, unclear
from reallocate.kernel.errors import Problem, UnknownName

if TYPE_CHECKING:
    import pandas as pd


SUCCESSORS: dict[str, tuple[str, ...]] = {
    "442": ("4491",),
    "443": ("4492",),
    "446": ("4561",),
    "447": ("4571",),
    "448": ("458",),
    "4481": ("4581",),
    "4482": ("4582",),
    "4483": ("4583",),
    "451": ("4591", "4592"),
    "4511": ("4591",),
    "4512": ("4592",),
    "452": ("455",),
    "453": ("459",),
    "4531": ("4593",),
    "4532": ("4594",),
    "4533": ("4595",),
    "4539": ("4599",),
    "454": ("4572", "449", "455", "456", "458", "459"),
    "45431": ("4572",),
    "511": ("513",),
    "5111": ("5131",),
    "5112": ("5132",),
    "515": ("516",),
    "5151": ("5161",),
    "5152": ("5162",),
    "5173": ("5171",),
    "5191": ("5162", "5192"),
}
"""First digits of a NAICS 2017 code and those of its successors in NAICS 2022; the longest entry counts.
Source: U.S. Census Bureau, 2017 NAICS to 2022 NAICS concordance, 2022 (retail trade by goods sold instead of
by shop, 442–454; publishing, broadcasting and information services, 511, 515, 5173 and 5191). The same
renaming of 511 and 515 stands in `industries.MEMBERS`."""


def successors(code: str) -> tuple[str, ...]:
    """The groups of NAICS 2022 that took the place of a code of NAICS 2017; nothing where it still exists.

    code : digits, such as 511200 or 5112
    """
    lengths = range(len(code), 2, -1)
    return next((SUCCESSORS[code[:length]] for length in lengths if code[:length] in SUCCESSORS), ())


_CODE = re.compile(r"\d{2}(-{1,2}\d{2,3})?|\d{3,6}|\d{4}A\d")
_WHOLE_ECONOMY, _USUAL = "", 4
"""Digits of the industries that people mean most: wider than a branch, finer than a sector."""
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
    return named_industries(names, titles, naics, where)


def named_industries(
    names: Iterable[str], titles: Mapping[str, str], naics: Mapping[str, str], where: str = "industries"
) -> tuple[Industry, ...]:
    """The same, where codes and titles are at hand without a table.

    titles : (industry) official title
    naics : (industry) without its trailing zeros
    """
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
    if (section := name.upper()) in titles:
        return Industry(section, naics[section], titles[section], name)
    candidates = _finest(meant(name, titles), titles, naics)
    # `banks` stands in one title only, the central bank's: a few words of a long title are no answer.
    sure = _finest(meant(name, titles, least=0.5), titles, naics)
    if len(candidates) != 1 or len(sure) != 1:
        if likely := _everyday(name, titles):
            what = f"{name!r} is no industry's official title"
            return Problem(what, where, "Write a code or a title as it is listed.", nearest=likely)
        by_size = sorted(candidates, key=lambda code: (naics[code][:1] == "", abs(len(naics[code]) - _USUAL)))
        return unclear("industry", name, where, tuple(by_size), titles)
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
