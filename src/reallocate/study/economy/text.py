"""The extended market in sentences, part by part of its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from reallocate.economy.laws.policy import Policy
from reallocate.study.economy.context_text import market, not_said, sources
from reallocate.study.economy.figures import (
    billions,
    millions,
    percent,
    row_of,
    signed,
    signed_millions,
    when,
)
from reallocate.study.economy.gate import gate_said
from reallocate.study.economy.people_text import divide, industries, lost_jobs, occupations, pay
from reallocate.study.economy.reversal import reversal_said

Tables = Mapping[str, pd.DataFrame]

MILLION = 1e6
PART_WORDS = {
    "ended": "end, since AI does their work and as much is produced as before",
    "renewed": "come with tasks that are new",
    "built": "build and run the compute",
    "cheaper": "come since prices fall and people buy more",
    "spent": "differ since incomes, and so spending, change",
}
BUILT_IN = (
    "Whether there are fewer or more is close to being built into these laws: what is spent at home is at "
    "most what it was, and a cheaper good keeps its profit in dollars. Read the sizes beside each other, and "
    "the sign with care; docs/economy.md says what would turn it."
)
NO_DEMAND = (
    "Prices and spending do not follow in this run: jobs end where hours are saved, and none comes back but "
    "by new tasks."
)
LAW_WORDS = {
    "job_to_job": "moves from job to job",
    "leaving": "leaving and entering the labour force",
    "replacement": "replacing those who quit or retire",
    "adoption": "adoption of AI",
    "demand": "prices and spending that follow",
    "new_work": "new tasks",
    "wages": "pay that follows slack",
}
CAPABILITY_WORDS = {
    "trend": "what AI can do grows as it did",
    "plateau": "what AI can do stops growing",
    "fast": "what AI can do grows faster than it did",
    "reversal": "what AI can do falls back",
}


def sentences(tables: Tables, meta: Mapping[str, Any]) -> dict[str, list[str]]:
    """The study in sentences, by part.

    tables : of the study
    meta : facts
    """
    return {
        "headline": headline(tables, meta),
        "jobs": jobs(tables),
        "decides": decides(tables),
        "unemployment": unemployment(tables),
        "occupations": occupations(tables),
        "industries": industries(tables),
        "divide": divide(tables),
        "lost_jobs": lost_jobs(tables),
        "pay": pay(tables),
        "money": money(tables),
        "policy": policy(tables),
        "reversal": reversal_said(tables, meta),
        "gate": gate_said(tables["gate"], meta["fitted"]["first"], meta["fitted"]["last"]),
        "market": market(meta),
        "not_said": not_said(),
        "sources": sources(),
    }


def headline(tables: Tables, meta: Mapping[str, Any]) -> list[str]:
    """What comes out, in short.

    tables : of the study
    meta : facts
    """
    end = tables["path"].iloc[-1]
    return [
        *_wanted(tables, meta, when(end["year"])),
        f"Unemployment is then {end['unemployment']:.1f}% of the labour force "
        f"({end['unemployment_low']:.1f} to {end['unemployment_high']:.1f}%), against "
        f"{end['unemployment_without']:.1f}% without further AI; openings are {end['openings']:.1f}% of all "
        f"positions, against {end['openings_without']:.1f}%.",
        "What is not known is drawn: how far and how fast firms adopt AI, what it saves and costs, how "
        f"prices and spending follow; {_sources(meta)}. In these draws "
        f"{CAPABILITY_WORDS[meta['capability']]}.",
        *_off(meta),
    ]


def _wanted(tables: Tables, meta: Mapping[str, Any], moment: str) -> list[str]:
    """Jobs wanted at the end, and how far to trust the sign."""
    if not meta["laws"]["adoption"]:
        return [f"Adoption of AI is off in this run: by {moment} nothing differs from no further AI."]
    net = _part(tables["jobs"], "net")
    if not tables["drawn"]["net"].any():
        return [f"By {moment} AI changes nothing in any draw: as many jobs are wanted as without it."]
    direction = "fewer" if net["jobs"] < 0 else "more"
    fewer = int(round(net["negative"] * meta["draws"]))
    said = (
        f"By {moment} firms and public services want {millions(net['jobs'])} {direction} jobs "
        f"than without further AI, {signed(net['share'])}% of all jobs in the middle and "
        f"{signed(net['share_low'])} to {signed(net['share_high'])}% in eight of ten draws. In {fewer} of "
        f"{meta['draws']} draws there are fewer."
    )
    return [said, BUILT_IN if meta["laws"]["demand"] else NO_DEMAND]


def _off(meta: Mapping[str, Any]) -> list[str]:
    off = [LAW_WORDS[name] for name, on in meta["laws"].items() if not on]
    said = [f"Taken out of this run: {'; '.join(off)}."] if off else []
    policy = Policy(**meta["policy"])
    if not policy.is_nothing:
        said.append("A policy is in force in every draw, with AI and without; what it does has its own part.")
    if policy.wage_insurance and not policy.insured_years:
        said.append("Wage insurance for 0 years pays nothing and changes nothing.")
    if policy.hiring_subsidy and not policy.subsidised_months:
        said.append("A hiring subsidy for 0 months pays nothing and changes nothing.")
    return said


def _sources(meta: Mapping[str, Any]) -> str:
    count = len(meta["sources"])
    if count == 1:
        return "what AI can do is taken from one published source"
    return f"the draws take {count} published sources of what AI can do in turn"


def jobs(tables: Tables) -> list[str]:
    """Jobs ended and made, part by part.

    tables : of the study
    """
    said = []
    for name, words in PART_WORDS.items():
        row = _part(tables["jobs"], name)
        said.append(
            f"{signed_millions(row['jobs'])} jobs {words} ({signed(row['share_low'])} to "
            f"{signed(row['share_high'])}% of all jobs)."
        )
    return [
        *said,
        "Each figure is the middle of its own draws, so that the parts do not add up to the middle of the "
        "whole; in every single draw they do.",
    ]


def decides(tables: Tables) -> list[str]:
    """What the answer hangs on.

    tables : of the study
    """
    if "swings" not in tables:
        return ["Adoption is off, so that nothing that is not known makes a difference."]
    swings, said = tables["swings"], []
    if len(swings):
        first = row_of(swings, 0)
        low, high = sorted((first["net_low"], first["net_high"]))
        said.append(
            f"What moves the answer most is this: {first['says']}. With everything else at the value in "
            f"force, jobs differ by {percent(low)} to {percent(high)} over its range."
        )
    if "surface" in tables:
        said.append(_corners(tables["surface"]))
    return [
        *said,
        "These figures go out from the values in force. The middle of the draws need not lie there, since "
        "some ranges, such as that of compute's price, reach much further to one side.",
    ]


def _corners(surface: pd.DataFrame) -> str:
    more = surface[surface["net"] > 0]
    if more.empty:
        best = row_of(surface.sort_values("net", ascending=False, kind="stable"), 0)
        return (
            f"At none of {len(surface)} combinations of how buyers respond to prices, how much of a saving "
            "reaches prices and how much of profits is spent are there more jobs than without further AI; "
            f"the best is {percent(best['net'])}, where {_combination(best)}."
        )
    least = row_of(more.sort_values(["elasticity", "pass_through", "spent_of_profits"]), 0)
    return (
        f"At {len(more)} of {len(surface)} combinations there are more jobs than without further AI, "
        f"such as where {_combination(least)}."
    )


def _combination(row: Mapping[str, Any]) -> str:
    return (
        f"a price 1% lower sells {row['elasticity']:g}% more, {row['pass_through']:.0%} of a saving reaches "
        f"prices and {row['spent_of_profits']:.0%} of profits is spent"
    )


def unemployment(tables: Tables) -> list[str]:
    """Unemployment, long unemployment, hiring and changes of occupation.

    tables : of the study
    """
    path = tables["path"]
    end = path.iloc[-1]
    rise = path["unemployment_change"]
    top = path.iloc[int(np.argmax(rise.to_numpy()))]
    said = [
        f"At most, in the middle of the draws, unemployment is {float(rise.max()):.1f} points above that "
        f"without further AI, in {when(top['year'])}."
        if rise.max() >= 0.05
        else "At no time is unemployment a tenth of a point above that without further AI.",
        f"People without a job for 27 weeks or more are {end['long_term']:.1f}% of the labour force at the "
        f"end, against {end['long_term_without']:.1f}%.",
        f"{end['occupation_changes']:.1f}% of the employed change occupation in the last year, against "
        f"{end['occupation_changes_without']:.1f}%; {end['hires']:.1f}% are hired in a month and "
        f"{end['quits']:.1f}% quit.",
    ]
    return said


def money(tables: Tables) -> list[str]:
    """Where the money goes.

    tables : of the study
    """
    rows = tables["money"].to_dict("records")
    last = rows[-1]
    moved = "higher" if last["prices_change"] > 0.0 else "lower"
    return [
        f"By {when(last['year'])} firms spend USD {last['compute']:,.0f} billion a year on compute for it; "
        f"all pay is {billions(last['pay_change'])} a year, profits are "
        f"{billions(last['profits_change'])}, and households' prices are "
        f"{abs(100.0 * last['prices_change']):.1f}% {moved}, all against no further AI in the same draw.",
        "In every quarter of every draw income is held against spending, and the people of one moment "
        "against those of the next; a difference would have ended the run.",
    ]


def policy(tables: Tables) -> list[str]:
    """What the policy does.

    tables : of the study
    """
    if "policy" not in tables:
        return []
    rows = tables["policy"]
    none, work = (row_of(rows[rows["measure"] == name], 0) for name in ("unemployment", "employment"))
    cost = float(rows.loc[rows["measure"].str.startswith("cost"), "with"].sum())
    return [
        f"In the last year the policy changes unemployment by {signed(none['difference'], 2)} points "
        f"({signed(none['difference_low'], 2)} to {signed(none['difference_high'], 2)}) and employment by "
        f"{work['difference']:+,.0f} people, and costs USD {cost:,.1f} billion a year.".replace("-", "−"),
        "How people and firms respond is assumed from published studies with wide ranges; costs are paid "
        "by a tax on pay in the same quarter.",
    ]


def _part(table: pd.DataFrame, name: str) -> Mapping[str, float]:
    rows = table[(table["part"] == name) & (table["year"] == table["year"].max())]
    return {key: value for key, value in row_of(rows, 0).items() if key != "part"}
