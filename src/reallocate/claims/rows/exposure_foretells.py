"""Row 3d: exposure foretells decline, held against the years before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.claims.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.ground import ClaimGround
from reallocate.claims.verdicts import interval
from reallocate.work.history import history_tables
from reallocate.work.parameters import Parameters


class ExposureForetells(Claim):
    """Whether growth fell with exposure more after 2022 than it did before any such AI."""

    id = "exposure-foretells-decline"
    row = "3d"
    statement = "The most exposed jobs are those that decline"
    reading = (
        "whether jobs grow less the more AI could do of them: the rank correlation of exposure with "
        "employment growth (−1 to 1: below 0 where the exposed grow less) from 2022 to 2025, less the same "
        "from 2017 to 2019, before such AI. What was so before the AI cannot be its doing, so the "
        "difference must be below 0"
    )
    unit = "difference of rank correlations"
    rule = Rule(
        "negative, and its interval excludes 0, under at least 5 of 8 sources",
        "its interval contains or exceeds 0 under at least 5",
        Verdict.MIXED,
        (0.0,),
    )
    drivers = ()
    sources = (
        "BLS OEWS 2017 to 2025, bridged to one frame (A)",
        "eight sources of exposure (A)",
    )

    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """The middle of the sources.

        ground : the world
        parameters : not needed: this is a measurement
        """
        return float(np.median(self._table(ground)["difference"].to_numpy(dtype=float)))

    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The difference under every source, with what chance leaves open.

        ground : the world
        parameters : not needed
        """
        table = self._table(ground)
        values = table["difference"].to_numpy(dtype=float)
        middle, low, high = interval(values)
        by_source = dict(zip(table["source"].astype(str), (float(one) for one in values), strict=True))
        return Measured(
            middle,
            low,
            high,
            Verdict(str(table["verdict"].iloc[0])),
            str(table["sentence"].iloc[0]),
            dict(by_source),
        )

    def readings(self, ground: ClaimGround, parameters: Parameters) -> tuple[Reading, ...]:
        """By jobs instead of occupations.

        ground, parameters : as `measure`
        """
        values = self._table(ground)["difference_weighted"].to_numpy(dtype=float)
        negative = int((values < 0).sum())
        middle = float(np.median(values))
        finding = f"{middle:+.2f} in the middle, negative under {negative} of {len(values)} sources"
        many = negative >= 5 / 8 * len(values)
        verdict = Verdict.MIXED if many else Verdict.NOT_SUPPORTED
        return (Reading("an occupation counts as often as it has jobs", finding, verdict),)

    def _table(self, ground: ClaimGround) -> pd.DataFrame:
        found: pd.DataFrame = ground.once((self.id,), lambda: history_tables(ground.world)["history_summary"])
        return found


CLAIM = ExposureForetells()
