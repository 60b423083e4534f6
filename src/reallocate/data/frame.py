"""The occupations that figures are brought to, with what stands in for those O*NET does not describe."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Frame:
    """The occupations the survey publishes, and what stands in for those O*NET does not describe.

    occupations : (occupation) title, groups, employment [persons]
    donors : occupation, donor, weight, as from `filled.donors`
    hybrids : occupation, part, weight, as from `filled.hybrids`
    """

    occupations: pd.DataFrame
    donors: pd.DataFrame
    hybrids: pd.DataFrame

    @property
    def codes(self) -> pd.Index:
        """The published occupations' codes."""
        return self.occupations.index

    @property
    def employment(self) -> pd.Series:
        """(occupation) [persons]."""
        return self.occupations["employment"]
