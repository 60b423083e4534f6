"""What a scenario may say of several outlooks: every key with its unit, default, range and meaning."""

from __future__ import annotations

from typing import Literal

from reallocate.scenario.section import Section, key


class Uncertainty(Section):
    """How a plan is made when it is not known which outlook comes."""

    several_outlooks: bool = key(True, "plan under several outlooks as well, which takes longer")
    quarters_until_known: int = key(
        4,
        "decided before it shows which outlook comes; at most what the plan is long",
        "quarters",
        ge=1,
        le=40,
    )
    caution: float = key(
        0.5, "between the expected cost (0) and the worst share of outlooks (1)", "share", ge=0, le=1
    )
    worst_share: float = key(0.2, "weight of the outlooks that count as the worst", "share", ge=0.01, le=1)


class OutlookKeys(Section):
    """One way in which capability, prices, demand and take-up may turn out."""

    name: str = key(..., "short name", example="rents rise", pattern=r"^[^\s\[\]][^\[\]]{0,39}$")
    weight: float = key(..., "how likely it is held to be; all weights add up to 1", "share", 0.3, gt=0, le=1)
    capability: Literal["trend", "plateau", "fast", "reversal"] | None = key(
        None, "how good AI becomes in it, where it is not as in [capability]", example="plateau"
    )
    changes: dict[str, float] | None = key(
        None, "assumptions that differ in it, by name", example={"rent_price_growth": 0.2}
    )
    source: str = key("", "why it is held possible", example="our own forecast of March")
