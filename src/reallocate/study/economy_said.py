"""What the extended market says: what becomes of jobs, who gains and loses, how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

Tables = Mapping[str, pd.DataFrame]

MILLION = 1e6
LARGE = 10_000
"""People; in smaller occupations a survey shows little."""
PART_WORDS = {
    "ended": "done by AI at unchanged output",
    "renewed": "come with new tasks",
    "built": "build and run compute",
    "cheaper": "come since prices fall",
    "spent": "come or go since incomes change",
}


def sentences(tables: Tables, meta: Mapping[str, Any]) -> dict[str, list[str]]:
    """The study in sentences, by part.

    tables : of the study
    meta : facts
    """
    return {
        "headline": headline(tables, meta),
        "jobs": jobs(tables),
        "occupations": occupations(tables),
        "money": money(tables),
        "gate": list(meta["gate"]),
        "not_said": not_said(),
    }


def headline(tables: Tables, meta: Mapping[str, Any]) -> list[str]:
    """What comes out, in short.

    tables : of the study
    meta : facts
    """
    end = tables["path"].iloc[-1]
    net = _part(tables["jobs"], "net")
    year = f"{net['year']:.0f}"
    direction = "fewer" if net["jobs"] < 0 else "more"
    return [
        f"By {year} there are {_millions(net['jobs'])} {direction} jobs wanted than without further AI "
        f"({_signed(net['share_low'])} to {_signed(net['share_high'])}% of all jobs in eight of ten draws, "
        f"{_signed(net['share'])}% in the middle); {net['negative']:.0%} of the draws end with fewer.",
        f"Unemployment is then {end['unemployment']:.1f}% ({end['unemployment_low']:.1f} to "
        f"{end['unemployment_high']:.1f}%), against {end['unemployment_without']:.1f}% without; openings are "
        f"{end['openings']:.1f}% of all positions, against {end['openings_without']:.1f}%.",
        f"{meta['draws']} draws of what is not known: how far and how fast firms adopt, what AI saves and "
        "costs, how prices and spending follow, and eight sources of what AI can do.",
    ]


def jobs(tables: Tables) -> list[str]:
    """Jobs ended and made, part by part.

    tables : of the study
    """
    said = []
    for name, words in PART_WORDS.items():
        row = _part(tables["jobs"], name)
        said.append(
            f"{_millions(row['jobs'])} jobs ({_signed(row['share_low'])} to {_signed(row['share_high'])}% of "
            f"all) {words}."
        )
    return said


def occupations(tables: Tables) -> list[str]:
    """Who loses and who gains.

    tables : of the study
    """
    rows = tables["occupations"]
    large = rows[rows["employment_start"] >= LARGE].sort_values("change")
    lose, gain = _named(large.head(3)), _named(large.tail(3)[::-1])
    change = tables["fifths"].set_index("fifth")["change"].to_dict()
    most, least = (100 * float(change[fifth]) for fifth in (5, 1))
    return [
        f"Of occupations with {LARGE:,} people or more, {lose} lose most; {gain} gain most.",
        f"The most exposed fifth of jobs ends {most:+.1f}% against no further AI, the least exposed "
        f"{least:+.1f}%.",
        "A share of hours within reach is not a chance of losing a job: people move, retire and are hired "
        "elsewhere, and the run counts them.",
    ]


def _named(rows: pd.DataFrame) -> str:
    return ", ".join(f"{row['title']} ({100 * row['change']:+.0f}%)" for row in rows.to_dict("records"))


def money(tables: Tables) -> list[str]:
    """Where the money goes.

    tables : of the study
    """
    rows = tables["money"].to_dict("records")
    first, last = rows[0], rows[-1]
    return [
        f"In {last['year']:.0f} firms spend USD {last['compute']:.0f} billion a year on compute for this; "
        f"pay is USD {first['pay'] - last['pay']:.0f} billion a year lower, profits differ by USD "
        f"{last['profits'] - first['profits']:+.0f} billion, and households' prices are "
        f"{100 * (1 - last['prices']):.1f}% lower, all against the start and without other growth.",
        "Income and spending are held against each other at every step; a difference ends the run.",
    ]


def not_said() -> list[str]:
    """What the run does not say."""
    return [
        "It is no forecast of the economy: growth of other kinds, immigration, trade policy and recessions "
        "are left out of both sides of every comparison.",
        "People's spending follows the jobs that are wanted, not yet those that are filled.",
        "The spread of pay is that between occupations; pay within an occupation is taken as its mean.",
        "Elasticities, what is made good by budgets, and how many tasks are new are judgements with wide "
        "ranges; `reallocate data --params` lists each with its grade.",
    ]


def _part(table: pd.DataFrame, name: str) -> Mapping[str, float]:
    rows = table[(table["part"] == name) & (table["year"] == table["year"].max())]
    return {str(key): value for key, value in rows.iloc[0].items() if key != "part"}


def _millions(people: float) -> str:
    return f"{abs(people) / MILLION:.1f} million"


def _signed(share: float) -> str:
    return f"{share:+.1f}".replace("-", "−")
