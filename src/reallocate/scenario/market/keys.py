"""What a scenario may say to the extended laws: AI, policy, laws that are off."""

from __future__ import annotations

from typing import Literal

from reallocate.economy.laws.policy import Policy
from reallocate.scenario.section import Section, key

ALL = "all"
NOTHING = Policy()


class AiKeys(Section):
    """How far, how fast and with what reach AI spreads through firms; read by the extended laws."""

    ceiling: float | None = key(
        None,
        "work of an industry that adopters do in the end; held at this, instead of drawn over its range",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    innovation: float | None = key(
        None, "work that turns to AI in a year without an example; held likewise", "share/year", 0.01,
        ge=0, le=1,
    )  # fmt: skip
    imitation: float | None = key(
        None, "pull of those who have adopted AI on those who have not; held likewise", "share/year", 0.4,
        ge=0, le=5,
    )  # fmt: skip
    capability: Literal["trend", "plateau", "fast", "reversal"] = key("trend", "the course of what AI can do")
    reach: str = key(ALL, "whose judgement of what AI reaches: all sources in turn, or the name of one")


class PolicyKeys(Section):
    """What the state does beyond today, from the first quarter; read by the extended laws."""

    benefit_level: float = key(
        NOTHING.benefit_level, "added to unemployment benefits", "share of pay", ge=0, le=1
    )
    benefit_weeks: float = key(
        NOTHING.benefit_weeks, "added to the longest time that benefits are paid", "weeks", ge=0, le=104
    )
    retraining: float = key(
        NOTHING.retraining, "of its cost, paid for people who change occupation", "share", ge=0, le=1
    )
    wage_insurance: float = key(
        NOTHING.wage_insurance, "of the pay lost in a new job, made good", "share", ge=0, le=1
    )
    insured_years: float = key(NOTHING.insured_years, "how long lost pay is made good", "years", ge=0, le=20)
    hiring_subsidy: float = key(
        NOTHING.hiring_subsidy, "of the pay of people hired from unemployment, paid to the firm", "share",
        ge=0, le=1,
    )  # fmt: skip
    subsidised_months: float = key(NOTHING.subsidised_months, "how long that is paid", "months", ge=0, le=60)
