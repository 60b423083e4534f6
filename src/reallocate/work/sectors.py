"""What is assumed of a firm by the sector of its industries: how many quit, and how far AI is in use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

ALL = "all"
SOURCES = {
    "quits_per_month": "mean of 2019, {titles} (BLS JOLTS)",
    "assisted_today": "{titles}, November 2024 (Bick, Blandin, Deming 2025; second hand)",
}
"""Where a sector's figure is from, by parameter."""


class Sector(BaseModel):
    """A sector of industries; a figure that is missing is that of the parameter's default.

    naics : first two digits of its codes
    quits_per_month : [share of headcount/month]
    assisted_today : [share of hours] that people work with AI
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    naics: tuple[str, ...]
    quits_per_month: float | None = None
    assisted_today: float | None = None


@cache
def sectors() -> Mapping[str, Sector]:
    """Every sector by its key; `all` stands for industries without one."""
    text = files("reallocate.work").joinpath("sectors.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: Sector(**fields) for name, fields in tomllib.loads(text).items()})


def sectors_of(industries: Iterable[str]) -> tuple[Sector, ...]:
    """Sectors of some industries, each once; `all` where none is known.

    industries : NAICS codes
    """
    every = sectors()
    digits = sorted({code[:2] for code in industries})
    found = {name: one for two in digits for name, one in every.items() if two in one.naics}
    return tuple(found.values()) or (every[ALL],)


def figures_of_sectors(
    chosen: Iterable[Sector], default: Mapping[str, float]
) -> dict[str, tuple[float, str]]:
    """Parameters of a firm in these sectors that are not the default, each with where it is from.

    chosen : sectors, all of the same weight
    default : [the parameter's own unit] of sectors without a figure
    """
    chosen = tuple(chosen)
    titles = " and ".join(one.title for one in chosen)
    result = {}
    for name, source in SOURCES.items():
        known = [getattr(one, name) for one in chosen]
        if any(one is not None for one in known):
            values = [default[name] if one is None else one for one in known]
            result[name] = (sum(values) / len(values), source.format(titles=titles))
    return result
