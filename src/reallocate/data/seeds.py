"""Sections and divisions of NACE Rev. 2, and the industries of the United States that stand for each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import pandas as pd

from reallocate.data.bundle import load_tables

_FILE = "industry_seeds.toml"


@cache
def seeds() -> pd.DataFrame:
    """Sections and divisions of NACE Rev. 2 (SIC 2007), and the US industries that seed each.

    Returns industry, section (none for a section itself), title, naics (codes without trailing zeros).
    """
    text = resources.files("reallocate.data").joinpath(_FILE).read_text(encoding="utf-8")
    return pd.DataFrame(tomllib.loads(text)["industry"])


@cache
def sections() -> dict[str, str]:
    """(letter) title of every section of NACE Rev. 2."""
    table = seeds()
    whole = table[table["industry"].str.fullmatch("[A-U]")]
    return dict(zip(whole["industry"], whole["title"], strict=True))


@cache
def us_industries(code: str) -> Mapping[str, float]:
    """(NAICS) share of people in the United States of the industries that stand for one of NACE; empty where
    none does.

    code : a section or division, such as J or 62
    """
    table = seeds()
    listed = [naics for row in table.loc[table["industry"].eq(code), "naics"] for naics in row]
    known = load_tables()["industries"].groupby("naics")["employment"].max().reindex(listed).dropna()
    return dict(zip(map(str, known.index), (known / known.sum()).tolist(), strict=True))
