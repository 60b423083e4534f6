"""Ages of a roster's people in bands, from years of birth or from ages and bands as written."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from reallocate.roster.cells import Findings, is_blank

EDGES = (0, 30, 40, 50, 60, 200)
BANDS = ("under 30", "30 to 39", "40 to 49", "50 to 59", "60 and over")
YOUNGEST, OLDEST = 14, 100
BAND = re.compile(r"(under|below|over|<|>)? ?\d{2}( ?(-|–|to|and) ?(\d{2}|over|older|under|above))?\+?")


def age_bands(
    years: pd.Series | None, ages: pd.Series | None, index: pd.Index, day: dt.date | None, found: Findings
) -> pd.Series:
    """Each row's age by bands; "" where it is not known.

    years : (row) cells of years of birth, or none
    ages : (row) cells of ages or bands, or none
    index : the rows
    day : of the file, none where it is not known; years of birth then say no age
    found : takes what is wrong
    Bands of the file's own stay as they are; ages and years are put into five bands.
    """
    if years is not None and day is None:
        found.notes.append("Years of birth are not used: the file's day is unknown. State it with --date.")
        return pd.Series("", index=index)
    if years is not None and day is not None:
        read = {text: _number(text) for text in years.unique().tolist()}
        return _banded(years, day.year - years.map(read), "birth_year", "not a year of birth", found)
    if ages is None:
        return pd.Series("", index=index)
    written = ages[~is_blank(ages)]
    if written.str.fullmatch(r"\d{1,3}(\.0)?").mean() > 0.5:
        read = {text: _number(text) for text in ages.unique().tolist()}
        return _banded(ages, ages.map(read), "age", "not an age", found)
    formed = ages.isin([text for text in written.unique().tolist() if BAND.fullmatch(text.casefold())])
    found.add("age", "not an age", ~formed & ~is_blank(ages))
    return ages.where(formed, "")


def _banded(texts: pd.Series, age: pd.Series, column: str, kind: str, found: Findings) -> pd.Series:
    possible = age.between(YOUNGEST, OLDEST)
    found.add(column, kind, ~possible & ~is_blank(texts))
    places = np.searchsorted(EDGES, age.where(possible, YOUNGEST).to_numpy(dtype=float), side="right") - 1
    return pd.Series(np.array(BANDS, dtype=object)[places], index=texts.index, dtype=str).where(possible, "")


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,4}(\.0)?", text) else float("nan")
