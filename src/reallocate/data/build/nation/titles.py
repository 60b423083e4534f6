"""Titles as firms write them: an index's inversions undone, forms of both sexes, newer titles."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pandas as pd

_MODERN = "modern_titles.toml"
_WEIGHT = 2.0
"""What a title of the project's own list counts, as in the United States."""
_KINDS = {"DE": "german", "AT": "german"}
_NOTE = re.compile(r"\s*\([^)]*\)")
_FEMALE = re.compile(r"(?<=\w)(?:/-?in|/innen|\(in\)|\*in|:in|/-?frau|/r|/-?e)\b")


def inverted(title: str) -> str:
    """A title of an index with its words in the order in which they are said.

    title : such as "Engineer, design, tool", which is a tool design engineer
    """
    return " ".join(part.strip() for part in reversed(_NOTE.sub("", title).split(",")))


def spellings(title: str) -> list[str]:
    """A title once for each of the words that a stroke stands between; "HGV/LGV driver" is two."""
    words = title.split()
    choice = next((place for place, word in enumerate(words) if "/" in word.strip("/")), None)
    if choice is None:
        return [title]
    return [" ".join([*words[:choice], one, *words[choice + 1 :]]) for one in words[choice].split("/") if one]


def german(title: str) -> list[str]:
    """A German title without the ending for women, and each of the words that a stroke stands between."""
    plain = _NOTE.sub("", _FEMALE.sub("", title)).strip()
    return spellings(plain)


def modern_titles(code: str) -> pd.DataFrame:
    """Titles that a country's index does not have; title, code, weight, source.

    code : of the country
    The source of a listing is its language where that is not English.
    """
    text = resources.files("reallocate.data.build.nation").joinpath(_MODERN).read_text(encoding="utf-8")
    listed = tomllib.loads(text).get(code, {})
    kind = _KINDS.get(code, "reported")
    rows = [(title, one, _WEIGHT, kind) for one, titles in listed.items() for title in titles]
    return pd.DataFrame(rows, columns=["title", "code", "weight", "source"])
