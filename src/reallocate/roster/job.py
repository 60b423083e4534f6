"""One person's own job, by a code or a title: the occupations that it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from reallocate.data.naming import closest
from reallocate.data.occupations import occupation_by_code, such_as
from reallocate.kernel.errors import Problem, UnknownName
from reallocate.work.world import World

if TYPE_CHECKING:
    from reallocate.data.titles.match import TitleMatch, TitleMatcher

_CODE = "code"
"""How a job was found that was not read as a title."""
_LEAST = 0.05
"""[probability] Less likely occupations of a title that is not accepted are left out."""
_LIKE_A_CODE = re.compile(r"[\d.-]*\d[\d.-]*")


@dataclass(frozen=True, eq=False)
class Job:
    """A job by the occupations it may be.

    title : what it is called: the official title of its only occupation, else as written
    how : code, official, listed, likeness or spelling
    mix : (occupation) [probability] that the title means it, the likeliest first; one alone where accepted
    titles : (occupation) official title
    said : how it was read, in sentences
    """

    asked: str
    title: str
    how: str
    mix: pd.Series
    titles: pd.Series
    said: tuple[str, ...]

    @property
    def likeliest(self) -> str:
        """The occupation with the largest weight."""
        return str(self.mix.index[0])


@lru_cache(maxsize=1)
def _matcher_of(world: World) -> TitleMatcher:
    """Reads titles without an industry; kept for the next title, since it is made slowly."""
    # Loaded only here: reading titles takes lists and linear algebra, and a code needs neither.
    from reallocate.data.titles.match import TitleMatcher

    return TitleMatcher(world)


@lru_cache(maxsize=2)
def _titles(world: World) -> dict[str, str]:
    """Official titles by code, found once a World."""
    return {str(code): str(title) for code, title in world.occupations["title"].items()}


def one_job(world: World, text: str, where: str = "job", matcher: TitleMatcher | None = None) -> Job:
    """The occupations that a code or a title names; never the first of several.

    world : occupations and titles
    text : an occupation's code, its official title, or a common title
    where : flag or argument, for errors
    matcher : of titles, where many jobs are asked for in a row
    A title that is not accepted has all occupations of at least 5%, each weighted by its probability.
    Raises `UnknownName` where no match is found.
    """
    asked = " ".join(text.split())
    titles = _titles(world)
    if not asked:
        raise UnknownName(
            Problem("the job is missing", where, "Write a title, such as 'project manager', or a code.")
        )
    if _LIKE_A_CODE.fullmatch(asked):
        code, fault = occupation_by_code(asked, where, titles)
        if fault:
            raise UnknownName(fault)
        return _job(asked, _CODE, {code: 1.0}, titles, ())
    found = (matcher or _matcher_of(world)).one(asked)
    if not found.options:
        what, why = f"no match found for the title {asked!r}", "No occupation is even 20% likely to be meant."
        remedy = f"Write another title, or a code {such_as(titles)}."
        near = tuple(f"{code} {titles[code]}" for code in found.similar) or closest(asked, titles)
        raise UnknownName(Problem(what, where, remedy, why, near))
    options = found.options[:1] if found.is_accepted else found.options
    chances = {code: chance for code, chance in options if chance >= _LEAST}
    return _job(asked, found.how, chances, titles, _text(asked, found, titles))


def _job(
    asked: str, how: str, chances: Mapping[str, float], titles: Mapping[str, str], said: tuple[str, ...]
) -> Job:
    mix = pd.Series(chances, name="weight", dtype=float)
    mix = (mix / mix.sum()).rename_axis("occupation")
    named = pd.Series({code: titles[code] for code in mix.index}, name="title").rename_axis("occupation")
    title = str(named.iloc[0]) if len(mix) == 1 else asked
    return Job(asked, title, how, mix, named, said)


def _text(asked: str, found: TitleMatch, titles: dict[str, str]) -> tuple[str, ...]:
    if found.is_official:
        return ()
    if found.respelt and len(found.options) == 1:
        code, chance = found.options[0]
        return (f"{asked!r} is read as {found.respelt!r}: {code} {titles[code]}, {chance:.0%} likely.",)
    read_as = f", read as {found.respelt!r}," if found.respelt else ""
    named = [f"{code} {titles[code]} ({chance:.0%})" for code, chance in found.options if chance >= _LEAST]
    first, others = named[0], "".join(f", or {one}" for one in named[1:])
    if found.is_accepted:
        meant = f"{found.occupation} {titles[found.occupation]}"
        return (f"{asked!r} is read as {meant}, {found.probability:.0%} likely.",)
    if found.is_provisional:
        return (f"{asked!r}{read_as} most likely means {first}{others}. Write a code to see one alone.",)
    return (f"{asked!r}{read_as} is uncertain. It may mean {first}{others}. Write a code to see one alone.",)
