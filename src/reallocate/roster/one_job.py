"""One person's job as they call it: the occupations that it may be, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from reallocate.errors import Problem, UnknownName
from reallocate.roster.roles import occupation_by_code
from reallocate.roster.titles import Meanings, TitleIndex
from reallocate.work.world import World

SHOWN = 5
LIKE_A_CODE = re.compile(r"[\d.-]*\d[\d.-]*")


@dataclass(frozen=True, eq=False)
class Job:
    """A job by the occupations it may be.

    title : what it is called: the official title of its only occupation, else as written
    how : code, official, listed, without seniority, or spelling
    mix : (occupation) weight [share of the people who may bear the title], the likeliest first
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


def one_job(
    world: World, text: str, where: str = "job", index: Callable[[], TitleIndex] | None = None
) -> Job:
    """The occupations that a code or a title names; never the first of several.

    world : occupations and titles
    text : an occupation's code, its official title, or a common title
    where : flag or argument, for errors
    index : makes the index of titles, where many jobs are asked for in a row
    A title of several occupations has them all, each weighted by its employment in the nation.
    Raises `UnknownName` with the nearest names where nothing is known by this name.
    """
    asked = " ".join(text.split())
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    if not asked:
        raise UnknownName(
            Problem("the job is missing", where, "Write a title, such as 'project manager', or a code.")
        )
    by_title = {title.casefold(): code for code, title in titles.items()}
    found: Meanings | Problem
    if LIKE_A_CODE.fullmatch(asked):
        code, fault = occupation_by_code(asked, where, titles)
        found = fault or Meanings(asked, titles[code], "code", {code: 1.0})
    elif code := by_title.get(asked.casefold(), ""):
        found = Meanings(asked, titles[code], "official", {code: 1.0})
    else:
        found = (index or partial(TitleIndex, world))().meanings(asked)
        if isinstance(found, Problem):
            remedy = "Write one of these, another title, or a code such as 15-1252."
            found = Problem(found.what, where, remedy, nearest=found.nearest)
    if isinstance(found, Problem):
        raise UnknownName(found)
    mix = pd.Series(found.shares, dtype=float, name="weight").rename_axis("occupation")
    named = pd.Series({code: titles[code] for code in mix.index}, name="title").rename_axis("occupation")
    title = str(named.iloc[0]) if len(mix) == 1 else asked
    return Job(asked, title, found.how, mix, named, _text(asked, found, titles))


def _text(asked: str, found: Meanings, titles: dict[str, str]) -> tuple[str, ...]:
    said = []
    if found.how in ("without seniority", "spelling"):
        said.append(f"{asked!r} is read as {found.read_as!r}.")
    if len(found.shares) == 1:
        code = next(iter(found.shares))
        return (*said, *((f"{asked!r} is {code} {titles[code]}.",) if found.how != "official" else ()))
    shown = [f"{code} {titles[code]} ({share:.0%})" for code, share in list(found.shares.items())[:SHOWN]]
    rest = len(found.shares) - len(shown)
    more = [f"{rest} more"] if rest else []
    said.append(
        f"{asked!r} matches {len(found.shares)} occupations, weighted by the people in each: "
        f"{'; '.join([*shown, *more])}. Write a code to see one alone."
    )
    return tuple(said)
