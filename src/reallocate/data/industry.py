"""Industries as a user names them: by NAICS code or by words of the official title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.data.naics_2017 import successors
from reallocate.data.names import closest, meant, unclear
from reallocate.errors import Problem, UnknownName

CODE = re.compile(r"\d{2}(-{1,2}\d{2,3})?|\d{3,6}|\d{4}A\d")
WHOLE_ECONOMY = ""


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
    problems += [
        Problem(
            f"{inner.code} {inner.title} lies within {outer.code} {outer.title}",
            where,
            "Leave one of them out.",
            "Its people would be counted twice.",
        )
        for outer in chosen
        for inner in chosen
        if inner is not outer and _holds(outer.naics, inner.naics)
    ]
    if problems:
        raise UnknownName(problems)
    return chosen


def _separate(names: Iterable[str]) -> list[str]:
    """Codes may stand in one text with commas between them; titles hold commas of their own."""
    separate: list[str] = []
    for name in names:
        parts = [part.strip() for part in str(name).split(",")]
        separate += parts if all(CODE.fullmatch(part) for part in parts) else [str(name).strip()]
    return separate


def _find(name: str, titles: Mapping[str, str], naics: Mapping[str, str], where: str) -> Industry | Problem:
    if CODE.fullmatch(name):
        return _by_code(name, titles, naics, where)
    candidates = _finest(meant(name, titles), titles, naics)
    # `banks` stands in one title only, the central bank's: a few words of a long title are no answer.
    sure = _finest(meant(name, titles, least=0.5), titles, naics)
    if len(candidates) != 1 or len(sure) != 1:
        return unclear("industry", name, where, candidates, titles)
    code = candidates[0]
    return Industry(code, naics[code], titles[code], name)


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
    if newer := _published(successors(name), titles, naics):
        return Problem(
            f"{name} is a code of NAICS 2017; the staffing patterns are published by NAICS 2022",
            where,
            f"Write {' or '.join(newer)}.",
            "" if len(newer) == 1 else "Its firms went to several industries.",
        )
    around = [code for code in titles if naics[code] and _related(naics[code], short)]
    shown = tuple(f"{code} {titles[code]}" for code in sorted(around, key=lambda code: -len(naics[code]))[:4])
    return Problem(
        f"no staffing pattern is published for industry {name}",
        where,
        "Write a published code, or words of its title.",
        nearest=shown or closest(name, titles),
    )


def _published(
    groups: tuple[str, ...], titles: Mapping[str, str], naics: Mapping[str, str]
) -> tuple[str, ...]:
    """The industries with a staffing pattern that are these groups, or the smallest that holds each."""
    found: dict[str, str] = {}
    for group in groups:
        holding = [
            code for code in titles if naics[code] and (naics[code] == group or _holds(naics[code], group))
        ]
        for code in sorted(holding, key=lambda code: -len(naics[code].split("-")[0]))[:1]:
            found[code] = f"{code} {titles[code]}"
    return tuple(found.values())


def _related(one: str, other: str) -> bool:
    return _holds(one, other) or _holds(other, one)


def _finest(codes: tuple[str, ...], titles: Mapping[str, str], naics: Mapping[str, str]) -> tuple[str, ...]:
    """Without parents that have one child of the same title, which are the same people."""
    return tuple(
        code
        for code in codes
        if not any(
            other != code and titles[other] == titles[code] and _holds(naics[code], naics[other])
            for other in codes
        )
    )


def _holds(outer: str, inner: str) -> bool:
    """Whether the NAICS code `inner` lies within `outer`: `31-33` holds `325`, `` holds everything."""
    if outer == inner:
        return False
    if outer == WHOLE_ECONOMY:
        return True
    if "-" in outer:
        first, last = (int(part) for part in outer.split("-"))
        return inner[:2].isdigit() and first <= int(inner[:2]) <= last
    return inner.startswith(outer)
