"""Job titles as firms write them, read as occupations: surely, or not at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from reallocate.errors import Problem
from reallocate.work.world import World

SURE = 0.8
NATION = 0.05
TYPING = 93.0
SIMILAR = "similar"
RUNNERS_UP = 4
SHOWN = 4
SHORT_AND_LONG = re.compile(r"(.+?)\s*\((.+)\)")
MARKS = re.compile(r"[^0-9a-z+#]+")
SENIORITY = frozenset(
    ("senior", "sr", "junior", "jr", "lead", "principal", "staff", "chief", "head", "associate", "entry")
    + ("intern", "trainee", "graduate", "i", "ii", "iii", "iv", "v")
)


@dataclass(frozen=True)
class Meanings:
    """Every occupation that a title may name.

    read_as : the title of the occupations' lists that it agrees with
    how : code, official, listed, without seniority, spelling, similar, chosen, or "" where nothing is near
    shares : (occupation) how likely it is among those that the title may name, times the likeness of the
        letters; the likeliest first
    """

    title: str
    read_as: str
    how: str
    shares: Mapping[str, float]

    @property
    def score(self) -> float:
        """Of the likeliest occupation; 0 where there is none."""
        return next(iter(self.shares.values()), 0.0)

    @property
    def sure(self) -> bool:
        """Whether it was read without a doubt, or chosen."""
        return self.how not in ("", SIMILAR) and self.score >= SURE

    @property
    def occupation(self) -> str:
        """The occupation that it surely is, or ""."""
        return next(iter(self.shares)) if self.sure else ""

    @property
    def options(self) -> tuple[tuple[str, float], ...]:
        """(occupation, score) The likeliest and its runners-up."""
        return tuple(self.shares.items())[: RUNNERS_UP + 1]


class TitleIndex:
    """All known titles and the occupations they name, weighted by who works where.

    world : with the table titles, and national employment
    weights : (occupation) [persons] employment in the user's industry
    A title that names several occupations goes to the one with at least 80% of the weight of all
    that it may name, else to none. weight[o] = industry share[o] + 0.05·national share[o]: the
    industry decides, unless it employs next to nobody whom the title may mean.
    keys : every known title, as it is compared
    """

    def __init__(self, world: World, weights: pd.Series | None = None) -> None:
        self._official = {str(code): str(title) for code, title in world.occupations["title"].items()}
        nation = world.occupations["employment"].fillna(0.0)
        people = nation * 0 if weights is None else weights.reindex(nation.index).fillna(0.0)
        own = people / people.sum() if people.sum() > 0 else people
        self._weight = {str(code): float(w) for code, w in (own + NATION * nation / nation.sum()).items()}
        self._by_official = {_key(title): code for code, title in self._official.items()}
        listed: defaultdict[str, set[str]] = defaultdict(set)
        titles = world.table("titles")
        for title, code in zip(titles["title"].tolist(), titles["occupation"].tolist(), strict=True):
            for key in _keys(title):
                listed[key].add(code)
        self._listed = {key: tuple(sorted(codes & self._official.keys())) for key, codes in listed.items()}
        self.keys = sorted(key for key in {*self._listed, *self._by_official} if key)
        self._joined = {key.replace(" ", ""): key for key in self.keys}

    def match(self, title: str, suggest: bool = True) -> Meanings | Problem:
        """The occupation that a title surely names, or the problem with the nearest ones.

        title : as a firm writes it
        suggest : whether an unknown title's nearest are looked for, which takes a while
        """
        found = self.meanings(title, suggest)
        if isinstance(found, Problem) or found.sure:
            return found
        near = [f"{code} {self._official[code]} ({share:.0%})" for code, share in found.shares.items()]
        return Problem(
            f"the title {title!r} matches {len(found.shares)} occupations",
            remedy="Write the occupation's code in a column 'code'.",
            why=f"None of them has {SURE:.0%} of the people with this title.",
            nearest=tuple(near[:SHOWN]),
        )

    def meanings(self, title: str, suggest: bool = True) -> Meanings | Problem:
        """Every occupation that a title may name with its weight, or the problem with the nearest ones.

        title : as a person or a firm writes it
        suggest : whether an unknown title's nearest are looked for, which takes a while
        """
        if found := self.known(title):
            return found
        key = _key(title)
        close = process.extract(key, self.keys, scorer=fuzz.ratio, limit=2, score_cutoff=TYPING)
        alone = len(close) == 1 or (len(close) == 2 and close[0][1] > close[1][1])
        if alone and len(close[0][0].split()) == len(key.split()):
            return self.weigh(title, close[0][0], "spelling")
        return Problem(
            f"no occupation has the title {title!r}",
            remedy="Write the occupation's code in a column 'code'.",
            nearest=self._nearest(key) if suggest else (),
        )

    def known(self, title: str) -> Meanings | None:
        """Every occupation that a title may name, none where its words are in no list.

        title : as a person or a firm writes it
        """
        key = _key(title)
        short = " ".join(word for word in key.split() if word not in SENIORITY)
        joined = self._joined.get(key.replace(" ", ""), "")
        for candidate, how in ((key, "listed"), (short, "without seniority"), (joined, "spelling")):
            if candidate in self._by_official or candidate in self._listed:
                return self.weigh(title, candidate, how)
        return None

    def key(self, title: str) -> str:
        """A title as it is compared.

        title : as a person or a firm writes it
        """
        return _key(title)

    def weigh(self, title: str, key: str, how: str) -> Meanings:
        """The occupations of a listed title, each with its share.

        title : as a person or a firm writes it
        key : one of `keys`
        how : they were found to agree
        """
        if key in self._by_official:
            code = self._by_official[key]
            return Meanings(title, self._official[code], "official" if how == "listed" else how, {code: 1.0})
        codes = sorted(self._listed[key], key=lambda code: (-self._weight[code], code))
        total = sum(self._weight[code] for code in codes)
        shares = {code: self._weight[code] / total if total > 0 else 1 / len(codes) for code in codes}
        return Meanings(title, key, how, shares)

    def _nearest(self, key: str) -> tuple[str, ...]:
        """Occupations with a title that shares most words and letters with this one."""
        found = process.extract(key, self.keys, scorer=fuzz.token_set_ratio, limit=60, score_cutoff=60)
        ranked = sorted(found, key=lambda item: (-item[1] - fuzz.token_sort_ratio(key, item[0]), item[0]))
        codes: list[str] = []
        for match, _, _ in ranked:
            options = self._listed.get(match) or (self._by_official[match],)
            best = max(options, key=lambda code: self._weight[code])
            codes += [best] if best not in codes else []
        return tuple(f"{code} {self._official[code]}" for code in codes[:SHOWN])


def _keys(title: str) -> tuple[str, ...]:
    """A listed title, and its parts where it is `Short Form (Long Form)`."""
    parts = SHORT_AND_LONG.fullmatch(title) if title.endswith(")") else None
    return (_key(title), *(_key(part) for part in parts.groups())) if parts else (_key(title),)


def _key(title: str) -> str:
    """A title without case, marks and plurals."""
    words = MARKS.sub(" ", title.casefold()).split()
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
    )
