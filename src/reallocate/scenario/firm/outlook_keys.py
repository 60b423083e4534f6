"""The keys of outlooks, each with unit, default, range and meaning."""

from __future__ import annotations

from typing import Literal

from reallocate.scenario.section import Section, key


class Uncertainty(Section):
    """Decisions under uncertainty."""

    several_outlooks: bool = key(True, "also plan under several outlooks; takes longer")
    quarters_until_known: int = key(
        4, "time before the outlook is known; at most the length of the plan", "quarters", ge=1, le=40
    )
    caution: float = key(
        0.5, "0 minimises the expected cost, 1 the cost under the worst outlooks", "share", ge=0, le=1
    )
    worst_share: float = key(0.2, "total weight of the outlooks that count as worst", "share", ge=0.01, le=1)


class OutlookKeys(Section):
    """One possible course of capability, prices, demand and take-up."""

    name: str = key(..., "short name", example="rents rise", pattern=r"^[^\s\[\]][^\[\]]{0,39}$")
    weight: float = key(..., "probability; all weights add up to 1", "share", 0.3, gt=0, le=1)
    capability: Literal["trend", "plateau", "fast", "reversal"] | None = key(
        None, "path of AI capability; as in [capability] if left out", example="plateau"
    )
    changes: dict[str, float] | None = key(
        None, "assumptions that differ, by name", example={"rent_price_growth": 0.2}
    )
    source: str = key("", "why it is plausible", example="our own forecast of March")
