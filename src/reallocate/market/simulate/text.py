"""The nation's market in sentences, part by part of its page."""

from __future__ import annotations

from functools import partial

import pandas as pd

from reallocate.kernel.number import cell, moment, rounded, say, span
from reallocate.kernel.table import Tables
from reallocate.kernel.text import BULLETS, LEAD
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.policy import Policy
from reallocate.market.nation.jobs_law import LAW_DRAWS
from reallocate.market.nation.outcomes import REVERSAL, least_years
from reallocate.market.nation.run import LAWS
from reallocate.market.nation.slumps import NO_SLUMP
from reallocate.market.simulate.jobs_drawn import FEWER, PER_DRAW
from reallocate.market.simulate.jobs_text import JobsAnswer, jobs_sentences
from reallocate.market.simulate.people_text import TEXT, Facts
from reallocate.market.simulate.tables import closures_text
from reallocate.render.shipped import BEFOREHAND

_PART_WORDS = {
    "ended": "AI does their work, and as much is produced as before",
    "renewed": "tasks that are new",
    "built": "building and running the compute",
    "cheaper": "lower prices, at which people buy more",
    "spent": "changed incomes and pay",
}
_BUILT_IN = {
    Closure.MONEY_HELD: "This run holds spending and real pay, so that fewer jobs follow by construction. "
    "The assumption fails on past decades: compare the sizes, and do not read the sign.",
    Closure.INCOME_ON_PATH: "This run leaves money income on its path and money pay fixed: jobs follow "
    "labour's share of income.",
}
_NO_DEMAND = (
    "Prices and spending do not follow in this run: jobs end where hours are saved, and only new tasks bring "
    "jobs back."
)
_CAPABILITY_WORDS = {
    "trend": "AI's capability grows as it did",
    "plateau": "AI's capability stops growing",
    "fast": "AI's capability grows faster than it did",
    "reversal": "AI's capability falls back",
}
_NOT_SAID = [
    "This is no forecast of the economy: growth of other kinds, immigration, trade policy and recessions are "
    "left out of both sides of every comparison.",
    "People's spending follows the jobs that are wanted, not yet those that are filled.",
    "Occupations and jobs are not places: who cannot move house is not counted apart here.",
    "The range over draws is a range of judgements and published figures, not of all that may happen: an "
    "assumption without a range is the same in every draw.",
    "How buyers respond to prices, what budgets make good and how many tasks are new are judgements with "
    "wide ranges; the table of assumptions gives each with its grade.",
]
_SOURCES = [
    "Employment and pay: BLS Occupational Employment and Wage Statistics.",
    "Moves: people counted between broad groups (CPS ASEC; del Rio-Chanona et al. 2021, J. R. Soc. "
    "Interface 18:20200898), held up by the model of docs/transition.md; balanced so that a market at rest "
    "stays at rest.",
    "Flows 2001 to 2019: BLS JOLTS and CPS. Industries and what they buy: BEA input-output accounts.",
    "Use of AI by industry at the start: Census Business Trends and Outlook Survey.",
    "What AI can do: the published sources that `reallocate data` lists. Laws: docs/economy.md and "
    "docs/reference/math.md.",
]
_SHIPPED = (
    "This run was made beforehand, for this very question, and is kept to nine digits. A market with any "
    "other year, draw or assumption is run when it is asked for."
)


__all__ = ["TEXT"]


@TEXT.sentence("headline", "headline", LEAD)
def answer(tables: Tables, facts: Facts) -> str:
    """The jobs that are wanted at the end."""
    return _wanted(tables, facts)[0]


@TEXT.sentence("headline", "headline", after="cards")
def more(tables: Tables, facts: Facts) -> list[str]:
    """Pay and spending, unemployment, what is drawn, and what is taken out of the run or added."""
    end = tables["path"].iloc[-1]
    count = len(facts["sources"])
    sources = (
        f"the draws take {count} published sources of what AI can do in turn"
        if count > 1
        else "what AI can do is taken from one published source"
    )
    return [
        *_wanted(tables, facts)[1:],
        f"Unemployment is then {_percent(end['unemployment'])} of the labour force "
        f"({span(end['unemployment_low'], end['unemployment_high'], '%', digits=1)}), against "
        f"{_percent(end['unemployment_without'])} without further AI, both {NO_SLUMP}. Openings are "
        f"{_percent(end['openings'])} of all positions, against {_percent(end['openings_without'])}.",
        "Each draw takes its own values of what is not known: how far and how fast firms adopt AI, what it "
        f"saves and costs, how prices and spending follow; {sources}. In these draws "
        f"{_CAPABILITY_WORDS[facts['capability']]}.",
        *_off(facts),
    ]


def _wanted(tables: Tables, facts: Facts) -> list[str]:
    """Jobs wanted at the end, and how far to trust the sign."""
    end = moment(tables["path"].iloc[-1]["year"])
    if not facts["laws"]["adoption"]:
        return [f"Adoption of AI is off in this run: by {end} nothing differs from no further AI."]
    if not tables["draws"]["net"].any():
        return [f"By {end} AI changes nothing in any draw: as many jobs are wanted as without it."]
    closure = Closure(facts["closure"])
    if "jobs_worst" in tables:
        answer = JobsAnswer.of(tables, PER_DRAW * facts["draws"], LAW_DRAWS)
        return [*jobs_sentences(answer), *closures_text(tables, closure.value)]
    net = _part(tables["jobs"], "net")
    direction = "fewer" if net["jobs"] < 0 else "more"
    wanted = (
        f"By {end} firms and public services want {say(rounded(abs(net['jobs'])))} {direction} jobs than "
        f"without further AI: {say(net['share'], '%', True, 1)} of all jobs in the median, "
        f"{span(net['share_low'], net['share_high'], '%', True, 1)} from the 10th to the 90th percentile. In "
        f"{net['fewer']:.0%} of {facts['draws']} draws there are at least {-FEWER:g}% fewer."
    )
    if not facts["laws"]["demand"]:
        return [wanted, _NO_DEMAND]
    return [wanted, *closures_text(tables, closure.value), _BUILT_IN[closure]]


def _off(facts: Facts) -> list[str]:
    """Laws that are taken out or added, and the policy."""
    off = [law.name for law in LAWS if law.is_on and not facts["laws"][law.key]]
    more = [law.name for law in LAWS if not law.is_on and facts["laws"][law.key]]
    lines = [f"Taken out of this run: {'; '.join(off)}."] if off else []
    lines += [f"Added to this run: {'; '.join(more)}."] if more else []
    policy = Policy(**facts["policy"])
    if not policy.is_nothing:
        lines.append("A policy is in force in every draw, with AI and without; its effect has its own part.")
    empty = {
        "Wage insurance for 0 years": policy.wage_insurance and not policy.insured_years,
        "A hiring subsidy for 0 months": policy.hiring_subsidy and not policy.subsidised_months,
    }
    return lines + [f"{what} pays nothing and changes nothing." for what, is_so in empty.items() if is_so]


@TEXT.sentence("jobs", "jobs", BULLETS, after="economy_jobs")
def parts_of_jobs(tables: Tables, facts: Facts) -> list[str]:
    """Jobs ended and made, part by part."""
    lines = []
    for name, words in _PART_WORDS.items():
        row = _part(tables["jobs"], name)
        lines.append(
            f"{say(rounded(row['jobs']), '', True)} jobs: {words} "
            f"({span(row['share_low'], row['share_high'], '%', True, 1)} of all jobs)."
        )
    return [
        *lines,
        "Each figure is the median of its own draws, so that the parts do not add up to the median of the "
        "whole; in every single draw they do.",
    ]


@TEXT.sentence("decides", "jobs/decides")
def decides(tables: Tables, facts: Facts) -> list[str]:
    """What the number of jobs depends on."""
    if "swings" not in tables:
        return ["Adoption is off, so that no assumption about AI makes a difference."]
    swings, lines = tables["swings"], []
    if len(swings):
        first = swings.iloc[0]
        ends = span(first["net_low"], first["net_high"], "share", True, 1)
        lines.append(
            f"The assumption that matters most: {first['says']}. Over its range, with every other at the "
            f"value in force, jobs differ by {ends}."
        )
    if "surface" in tables:
        lines.append(_corners(tables["surface"]))
    return [
        *lines,
        "These figures start from the values in force. The median of the draws need not lie there, since "
        "some ranges, such as that of compute's price, reach much further to one side.",
    ]


def _corners(surface: pd.DataFrame) -> str:
    more = surface[surface["net"] > 0]
    if more.empty:
        best = surface.sort_values("net", ascending=False, kind="stable").iloc[0]
        return (
            f"At none of {len(surface)} combinations of how buyers respond to prices, how much of a saving "
            "reaches prices and how much of profits is spent are there more jobs than without further AI; "
            f"the best is {say(best['net'], 'share', True)}, where {_combination(best)}."
        )
    least = more.sort_values(["elasticity", "pass_through", "spent_of_profits"]).iloc[0]
    return (
        f"At {len(more)} of {len(surface)} combinations there are more jobs than without further AI, "
        f"such as where {_combination(least)}."
    )


def _combination(row: pd.Series) -> str:
    passed, spent = (say(row[name], "share") for name in ("pass_through", "spent_of_profits"))
    return (
        f"a price 1% lower sells {say(row['elasticity'], '%')} more, {passed} of a saving reaches prices and "
        f"{spent} of profits is spent"
    )


@TEXT.sentence("unemployment", "unemployment")
def unemployment(tables: Tables, facts: Facts) -> list[str]:
    """Unemployment, long unemployment, hiring and changes of occupation."""
    path = tables["path"]
    end, top = path.iloc[-1], path.iloc[int(path["unemployment_change"].to_numpy().argmax())]
    rise = float(top["unemployment_change"])
    return [
        f"Unemployment is {say(rise, 'points', digits=1)} above that without further AI at most, in "
        f"{moment(top['year'])}, in the median of the draws."
        if rise >= 0.05
        else "At no time is unemployment a tenth of a point above that without further AI.",
        f"People without a job for 27 weeks or more are {_percent(end['long_term'])} of the labour force at "
        f"the end, against {_percent(end['long_term_without'])}.",
        f"{_percent(end['occupation_changes'])} of the employed change occupation in the last year, against "
        f"{_percent(end['occupation_changes_without'])}; {_percent(end['hires'])} are hired in a month and "
        f"{_percent(end['quits'])} quit.",
    ]


@TEXT.sentence("unemployment", "unemployment", after="unemployment")
def no_slump(tables: Tables, facts: Facts) -> list[str]:
    """That no path foresees a slump, and how often slumps came."""
    return [f"Both paths hold {NO_SLUMP}, and foresee none. {facts['slumps']}"]


@TEXT.sentence("money", "money")
def money(tables: Tables, facts: Facts) -> list[str]:
    """Where the money goes."""
    last = tables["money"].iloc[-1]
    pay, profits = (
        f"{_dollars(abs(change))} {_direction(change)}" for change in last[["pay_change", "profits_change"]]
    )
    prices = f"{say(abs(last['prices_change']), 'share', digits=1)} {_direction(last['prices_change'])}"
    return [
        f"By {moment(last['year'])} firms spend {_dollars(last['compute'])} a year on compute for it. All "
        f"pay is {pay} a year, profits are {profits} and households' "
        f"prices {prices}, each against no further AI in the same draw.",
        "In every quarter of every draw income is compared with spending, and the people of one moment with "
        "those of the next; a difference would have ended the run.",
    ]


@TEXT.sentence("policy", "policy")
def policy(tables: Tables, facts: Facts) -> list[str]:
    """The effect of the policy and its cost."""
    if "policy" not in tables:
        return []
    rows = tables["policy"]
    by_measure = rows.set_index("measure")
    none, work = by_measure.loc["unemployment"], by_measure.loc["employment"]
    cost = float(rows.loc[rows["measure"].str.startswith("cost"), "with"].sum())
    points = span(none["difference_low"], none["difference_high"], "points", True, 2)
    return [
        f"In the last year the policy changes unemployment by {say(none['difference'], 'points', True, 2)} "
        f"({points}) and employment by {say(work['difference'], 'people', True)}, and costs "
        f"{_dollars(cost)} a year.",
        "How people and firms respond is assumed from published studies with wide ranges; costs are paid by "
        "a tax on pay in the same quarter.",
    ]


@TEXT.sentence("reversal", "reversal")
def reversal_text(tables: Tables, facts: Facts) -> list[str]:
    """What returns after a reversal; nothing where there is none."""
    if facts["capability"] != REVERSAL or not facts["laws"]["adoption"]:
        return []
    values = tables["assumptions"].set_index("name")["value"]
    if REVERSAL not in tables:
        years = least_years(float(values["reversal_quarter"]))
        return [f"The run ends before two years after the reversal; --years {years} would show what returns."]
    return [
        *(_returned(row) for _, row in tables[REVERSAL].iterrows()),
        "Work that returns does so at once, in the quarter of the reversal; people are found for it later. "
        "Then firms that had not adopted go on doing so, at what AI still saves, and more jobs end.",
    ]


def _returned(row: pd.Series) -> str:
    share = {name: say(row[name], "share") for name in ("share_back", "share_of_unbroken", "further")}
    ends = span(row["share_of_unbroken_low"], row["share_of_unbroken_high"], "share")
    back = f"{share['share_back']} are back" if row["share_back"] > 0 else "none is back on balance"
    at, after, unbroken = (cell(row[name], "persons") for name in ("at_reversal", "after", "unbroken"))
    return (
        f"{str(row['jobs']).capitalize()}: {at} are missing when AI's capability falls back, and {after} "
        f"eight quarters later, against {unbroken} had it not fallen back: {share['share_of_unbroken']} of "
        f"these are there ({ends}). Of those missing at the reversal {back}; in {share['further']} of the "
        "draws more are missing than then."
    )


@TEXT.sentence("gate", "gate")
def gate(tables: Tables, facts: Facts) -> list[str]:
    """How the market with AI off compares with the nation's."""
    table, years = tables["gate"], facts["fitted"]
    return [
        f"With AI off the market is compared with the months from {years['first']} to {years['last']}: "
        f"{int(table['holds'].sum())} of {len(table)} checks hold. Means must lie within 5% of those "
        "observed, monthly paths must move together, and as many people must change occupation as published "
        "estimates say.",
        *(
            f"One check does not hold, {row['check']}: {say(row['value'], row['unit'], digits=2)}, not "
            f"{span(row['low'], row['high'], row['unit'], digits=2)}."
            for row in table[~table["holds"]].to_dict("records")
        ),
        "The same years were used to fit the speed of flows, so that passing is a condition for showing a "
        "run and no evidence that its future is right; docs/reference/market-fit.md has forecasts of years "
        "not seen.",
    ]


@TEXT.sentence("market", "market", BULLETS)
def market(tables: Tables, facts: Facts) -> list[str]:
    """Which people, which moves, which steps."""
    return [
        f"{say(facts['employment'], 'people')} work in {facts['occupations']} occupations at the start; "
        f"the market rests at the start where it was last observed: {_observed(facts)}.",
        "People lose jobs, quit, retire, come back, apply where moves were seen, and one applicant for an "
        "opening is hired; in steps of half a month. Firms' plans change once a quarter.",
        "An industry adopts AI as industries adopted other technologies: by itself, and the more, the more "
        "others have. What adopters save lowers cost, then prices or profits; income is spent; purchases are "
        "made by industries that buy from one another.",
        "Expected values are followed, so that no draw has noise of its own.",
    ]


@TEXT.sentence("not_said", "not_said", BULLETS)
def not_said(tables: Tables, facts: Facts) -> list[str]:
    """What the run does not say."""
    return _NOT_SAID


@TEXT.sentence("sources", "sources", BULLETS)
def sources(tables: Tables, facts: Facts) -> list[str]:
    """Where the figures come from."""
    beforehand = [_SHIPPED] if facts.get(BEFOREHAND) else []
    return [*facts.get("measured", ()), *_SOURCES, *beforehand]


def _observed(facts: Facts) -> str:
    """The last figure of each series, with its month."""
    each = facts["observed"].items()
    return ", ".join(f"{name} {say(value, 'share', digits=1)} ({month})" for name, (month, value) in each)


def _part(table: pd.DataFrame, name: str) -> pd.Series:
    """A part of the jobs at the end."""
    row: pd.Series = table[(table["part"] == name) & (table["year"] == table["year"].max())].iloc[0]
    return row


_percent = partial(say, unit="%", digits=1)
_dollars = partial(say, unit="USD billion")


def _direction(change: float) -> str:
    return "higher" if change >= 0 else "lower"
