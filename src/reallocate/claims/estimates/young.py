"""People at 22 to 25 in exposed jobs: a register, published estimates, their mean, the rule of row 12b."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reallocate.claims.estimates.outside import Stated
from reallocate.claims.estimates.regression import ONE_SIDED_95, Estimate, Pooled, random_effects, slope
from reallocate.kernel.arrays import Array, Flags
from reallocate.kernel.number import with_minus
from reallocate.work.world import World

MARK = -2.0
"""A fall that counts [log points]."""
SURVEY, FAMILIES, HIGHEST, BY_USE = "cps-top2", "cps-q5q1-family", "cps-q5q1", "cps-use"
_CENSUS, NORWAY = "bcc-acs", "norway-young"
NORWAY_HIRES, NORWAY_PAY, SWEDEN_PUBLISHED = "norway-hires", "norway-wage", "sweden-young"
_HIGHEST, _LOWEST = 4, 1
LOWEST_QUARTER, PLACEBO = "lowest quarter", "placebo"
"""What the highest quarter of the register is compared with; and the years before AI."""


def register(table: pd.DataFrame) -> dict[str, Estimate]:
    """The young against older people in the most exposed quarter of Swedish occupations [log points].

    table : the shipped table `register_young`
    Δlog(young/older)[o] = a + β·top[o] + e, by young people in the year to November 2022, each occupation a
    cluster. Periods: the year to November 2022 and from then to December 2023; the placebo 2019 and 2022.
    Source: MacKinnon, White 1985, Journal of Econometrics 29:305, DOI 10.1016/0304-4076(85)90158-7.
    """
    wide = table.pivot(index=["occupation", "quarter"], columns="period", values="log_ratio")
    young = table.pivot(index=["occupation", "quarter"], columns="period", values="young")["2022"]
    quarter = wide.index.get_level_values("quarter").to_numpy()
    top = (quarter == _HIGHEST).astype(float)
    both = (quarter == _HIGHEST) | (quarter == _LOWEST)
    after, before = wide["2023"] - wide["2022"], wide["2022"] - wide["2019"]
    return {
        LOWEST_QUARTER: _apart(after, top, young, both),
        "all others": _apart(after, top, young, np.ones(len(top), dtype=bool)),
        PLACEBO: _apart(before, top, young, both),
    }


def _apart(change: pd.Series, top: Array, young: pd.Series, chosen: Flags) -> Estimate:
    kept = (change.notna() & young.notna()).to_numpy() & chosen
    return slope(100.0 * change.to_numpy(float)[kept], top[kept], young.to_numpy(float)[kept])


def published(world: World) -> dict[str, Estimate]:
    """Every published estimate by id, its error from a p or an interval where no other was published.

    world : with the table published_estimates
    Not a number where nothing was published of its error.
    """
    found = {}
    for row in world.table("published_estimates").to_dict("records"):
        value, error = float(row["value"]), float(row["standard_error"])
        if row["uncertainty"].startswith("p="):
            error = abs(value) / float(ndtri(1.0 - float(row["uncertainty"].removeprefix("p=")) / 2.0))
        elif row["low"] == row["low"]:
            error = (float(row["high"]) - float(row["low"])) / (2.0 * float(ndtri(0.975)))
        found[str(row["id"])] = Estimate(value, error)
    return found


def pooled(known: Mapping[str, Estimate], sweden: Estimate, payrolls: Stated) -> dict[str, Pooled]:
    """The mean of the estimates with errors, without payrolls and with them [log points].

    known : published estimates by id
    The household survey stands in the first two twice, by reach and by use of AI, and in the last once.
    """
    registers = [known[NORWAY], sweden]
    twice = [known[SURVEY], known[BY_USE], *registers]
    return {
        "without payrolls": _mean(twice),
        "with payrolls beyond their slope": _mean([*twice, payrolls.estimate("beyond")]),
        "without payrolls, the household survey once": _mean([known[SURVEY], *registers]),
    }


def _mean(estimates: list[Estimate]) -> Pooled:
    values, errors = ([getattr(one, name) for one in estimates] for name in ("value", "error"))
    return random_effects(np.array(values), np.array(errors))


def each_published(world: World) -> str:
    """Every published estimate with its error and the months of its data, in words.

    world : with the table published_estimates
    """
    rows = world.table("published_estimates").to_dict("records")
    return with_minus("; ".join(_published(row) for row in rows))


def _published(row: Mapping[Hashable, Any]) -> str:
    given = row["uncertainty"]
    if row["standard_error"] == row["standard_error"]:
        given = f"s.e. {given}"
    return (
        f"{row['data']}, {row['what']}: {row['value']:+.1f} {row['unit']} ({given or 'no error published'}; "
        f"{row['period']})"
    )


@dataclass(frozen=True)
class YoungTest:
    """One source under the rule of row 12b.

    estimate : relative fall of the young beyond the slope before November 2022 [log points]
    is_representative : of all workers of the United States
    is_within_families : whether jobs are compared within their family alone
    """

    name: str
    estimate: Estimate
    is_representative: bool
    is_within_families: bool = False

    @property
    def ends(self) -> tuple[float, float]:
        """The 90% interval; not numbers where no error is known [log points]."""
        reach = ONE_SIDED_95 * self.estimate.error
        return self.estimate.value - reach, self.estimate.value + reach

    @property
    def holds(self) -> bool:
        """Whether the whole interval lies below the mark; never where no error is known."""
        return self.ends[1] < MARK


def young_tests(known: Mapping[str, Estimate], payrolls: Stated) -> tuple[YoungTest, ...]:
    """What row 12b is judged by.

    known : published estimates by id
    """
    beyond = payrolls.estimate("beyond")
    return (
        YoungTest("US household survey (CPS), top two fifths of exposure", known[SURVEY], True),
        YoungTest("US census survey (ACS), 2022 to 2024", known[_CENSUS], True),
        YoungTest("US household survey (CPS), within families of jobs", known[FAMILIES], False, True),
        YoungTest("US payrolls, beyond the slope before November 2022", beyond, False),
    )


def judged_young(tests: tuple[YoungTest, ...]) -> tuple[bool, bool]:
    """Whether row 12b is supported, and whether it is not supported.

    supported where two representative sources and the comparison within families hold; not supported where
    no representative source and no comparison within families does
    """
    sources = sum(one.holds for one in tests if one.is_representative)
    families = any(one.holds for one in tests if one.is_within_families)
    return sources >= 2 and families, sources == 0 and not families
