"""Codes meant by the words of a title, and the titles most like them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from reallocate.kernel.errors import Problem

_STOP_WORDS = frozenset({"and", "of", "the", "for", "in", "or"})
_SECTOR = re.compile(r"^sectors? [\d, and]+- ", re.IGNORECASE)
_SHOWN, _MOST = 4, 5
"""Titles that are alike, and titles with the same words, that an error names."""


def meant(words: str, titles: Mapping[str, str], least: float = 0.0) -> tuple[str, ...]:
    """The codes whose title the words may mean: those with just these words, else those with all of them.

    words : as a person writes them
    titles : (code) official title
    least : share of a title's words that must be there for it to count
    """
    wanted = _words(words)
    if not wanted:
        return ()
    bags = {code: _words(title) for code, title in titles.items()}
    exact = tuple(code for code, bag in bags.items() if bag == wanted)
    return exact or tuple(
        code for code, bag in bags.items() if wanted <= bag and len(wanted) >= least * len(bag)
    )


def closest(words: str, titles: Mapping[str, str], limit: int = _SHOWN) -> tuple[str, ...]:
    """The titles most like the words, each as `code title`.

    words : as a person writes them
    titles : (code) official title
    limit : how many to return
    """
    from rapidfuzz import fuzz, process

    plain = {code: _plain(title) for code, title in titles.items()}
    found = process.extract(_plain(words), plain, scorer=fuzz.WRatio, limit=2 * limit, score_cutoff=55)
    # A parent and its only child share their title; one of them is enough.
    once = {titles[code]: code for _, _, code in reversed(found)}
    return tuple(f"{code} {title}" for title, code in list(reversed(once.items()))[:limit])


def unclear(
    kind: str, words: str, where: str, candidates: tuple[str, ...], titles: Mapping[str, str]
) -> Problem:
    """The problem of words that mean none or several of the titles.

    kind : what is named, such as `industry`
    words : as a person wrote them
    where : file and key, or flag
    candidates : the codes they may mean
    titles : (code) official title
    """
    near = closest(words, titles)
    if not candidates:
        remedy = "Write a code, or words of the official title."
        return Problem(f"there is no {kind} {words!r}", where, remedy, nearest=near)
    shown = tuple(f"{code} {titles[code]}" for code in candidates[:_MOST])
    if len(candidates) == 1:
        remedy, why = f"Write {candidates[0]} if you mean this title.", "You may mean another title."
        shown = tuple(dict.fromkeys((*shown, *near)))
        return Problem(f"{words!r} is only part of a title", where, remedy, why, shown)
    remedy = f"Write the code of the {kind} you mean."
    more = f"; {len(shown)} are shown" if len(candidates) > len(shown) else ""
    return Problem(f"{words!r} matches {len(candidates)} titles{more}", where, remedy, nearest=shown)


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", _SECTOR.sub("", text).casefold()).strip()


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in _plain(text).split() if word not in _STOP_WORDS)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
