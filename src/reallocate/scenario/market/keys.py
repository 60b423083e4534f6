"""The keys of the extended laws on AI and policy."""

from __future__ import annotations

from typing import Literal

from reallocate.economy.laws.policy import Policy
from reallocate.scenario.section import Section, key

ALL = "all"
NOTHING = Policy()


class AiKeys(Section):
    """How far and how fast AI spreads through firms, and its reach; extended laws only."""

    ceiling: float | None = key(
        None,
        "final share of an industry's work done by adopters; fixed at this value instead of drawn",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    innovation: float | None = key(
        None, "work that adopts AI in a year without others' example; fixed likewise", "share/year", 0.01,
        ge=0, le=1,
    )  # fmt: skip
    imitation: float | None = key(
        None, "pull of AI adopters on the others; fixed likewise", "share/year", 0.4,
        ge=0, le=5,
    )  # fmt: skip
    capability: Literal["trend", "plateau", "fast", "reversal"] = key("trend", "path of AI capability")
    reach: str = key(ALL, "source of AI reach: all sources in turn, or the name of one")


class PolicyKeys(Section):
    """Policy beyond today's, from the first quarter; extended laws only."""

    benefit_level: float = key(
        NOTHING.benefit_level, "increase in unemployment benefits", "share of pay", ge=0, le=1
    )
    benefit_weeks: float = key(
        NOTHING.benefit_weeks, "extension of the maximum duration of benefits", "weeks", ge=0, le=104
    )
    retraining: float = key(
        NOTHING.retraining, "retraining cost paid for people who change occupation", "share", ge=0, le=1
    )
    wage_insurance: float = key(
        NOTHING.wage_insurance, "lost pay replaced in a new job", "share", ge=0, le=1
    )
    insured_years: float = key(NOTHING.insured_years, "how long lost pay is replaced", "years", ge=0, le=20)
    hiring_subsidy: float = key(
        NOTHING.hiring_subsidy, "pay of people hired from unemployment, paid to the firm", "share",
        ge=0, le=1,
    )  # fmt: skip
    subsidised_months: float = key(NOTHING.subsidised_months, "how long it is paid", "months", ge=0, le=60)
