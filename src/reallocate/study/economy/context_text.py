"""What the extended market rests on and does not say, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.study.economy.figures import MILLION


def market(meta: Mapping[str, Any]) -> list[str]:
    """Which people, which moves, which steps.

    meta : facts
    """
    return [
        f"{meta['employment'] / MILLION:,.1f} million people work in {meta['occupations']} occupations at "
        "the start; people without a job and people outside the labour force are added as they were seen "
        f"from {meta['fitted']['first']} to {meta['fitted']['last']}.",
        "People lose jobs, quit, retire, come back, apply where moves were seen, and one applicant for an "
        "opening is hired; in steps of half a month. Firms' plans change once a quarter.",
        "An industry adopts AI as those before it did in other technologies: by itself, and the more, the "
        "more others have. What adopters save lowers cost, then prices or profits; what is earned is spent; "
        "what is bought is made by industries that buy from one another.",
        "Expected values are followed, so that no draw has noise of its own.",
    ]


def not_said() -> list[str]:
    """What the run does not say."""
    return [
        "It is no forecast of the economy: growth of other kinds, immigration, trade policy and recessions "
        "are left out of both sides of every comparison.",
        "People's spending follows the jobs that are wanted, not yet those that are filled.",
        "Occupations and jobs are not places: who cannot move house is not told apart here.",
        "The range over draws is a range of judgements and published figures, not of all that may happen: "
        "what is in no range is in no draw.",
        "How buyers respond to prices, what budgets make good and how many tasks are new are judgements with "
        "wide ranges; the table of assumptions gives each with its grade.",
    ]


def sources() -> list[str]:
    """Where the figures come from."""
    return [
        "Employment and pay: BLS Occupational Employment and Wage Statistics.",
        "Moves: del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898, carried down to occupations "
        "by this project; balanced so that a market at rest stays at rest.",
        "Flows 2001 to 2019: BLS JOLTS and CPS. Industries and what they buy: BEA input-output accounts.",
        "Use of AI by industry at the start: Census Business Trends and Outlook Survey.",
        "What AI can do: the published sources that `reallocate data` lists. Laws: docs/economy.md and "
        "docs/math.md.",
    ]
