"""Runs of the nation's market: docs/economy.md, two minutes, and docs/simulate.md, half a minute."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
from scripts.pages.parts import passages, tight

from reallocate.data.bundle import load_world
from reallocate.kernel.number import signed
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.assumptions import BRIEF, assumed, market_accounts
from reallocate.market.nation.demand import PART_LABELS, Corners
from reallocate.market.nation.effects import Effects
from reallocate.market.nation.gate import PAY, SHARE, SLOPE, SPANS, history_test
from reallocate.market.nation.jobs_law import DISPLACING, LAW_DRAWS
from reallocate.market.nation.run import LAWS
from reallocate.market.simulate.jobs_drawn import FEWER, PER_DRAW
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.market.simulate.runs import EconomyContext, current_market, exposure
from reallocate.market.simulate.tables import jobs

HYPHEN = r"(?<![\w-])-(?=[\d.])"
QUARTERS, SOURCE, CAPABILITY = 40, "gpt4", "trend"
SHOWN = 4
KEPT = {Closure.MONEY_HELD: (0.1,), Closure.INCOME_ON_PATH: (0.0, 0.1, 0.4), Closure.PAY_CLEARS: (0.1,)}
"""Of a saving, that owners keep for good in the test on past decades [share]."""
PUBLISHED = {"calm": "1.4 (unemployment below 6%)", "slack": "2.8 (above 8%)"}


def parts() -> dict[str, str]:
    """Each law, closure, loss and lever in the nation's market as shipped, by one source of reach."""
    world, parameters = load_world(), Parameters.default()
    found, rates = current_market(world)
    accounts = market_accounts(world, parameters)
    central = assumed(world, parameters, accounts, rates, QUARTERS, SOURCE, CAPABILITY)
    effects = Effects(world, parameters, found, rates, accounts, central, exposure(world), QUARTERS)
    made = {
        "Each law off": _laws_off,
        "The closures": _closures,
        "The surface": _surface,
        "The draws": _draws,
        "A lost job": _lost_job,
        "Ages": _ages,
        "Areas": _areas,
        "Pay": _pay,
        "Levers": _levers,
    }
    return {name: re.sub(HYPHEN, "−", make(effects)) for name, make in made.items()}


def run() -> dict[str, str]:
    """What `reallocate simulate` says, and its jobs part by part."""
    study = economy_study(EconomyRun())
    text, every = study.explain(), study.table("jobs")
    last, rows = every[every["year"] == every["year"].max()].set_index("part"), []
    for name, words in PART_LABELS.items():
        row = last.loc[name]
        low, median, high = (signed(row[column], 1) for column in ("share_low", "share", "share_high"))
        rows.append([words, signed(row["jobs"] / 1e6, 1), median, f"{low} to {high}"])
    heads = ("jobs at the end", "million", "% of all jobs", "10th–90th percentile")
    further = (*text["decides"][:1], *text["occupations"][:2], text["gate"][0])
    return {"The run": passages(*text["headline"][:3], tight(heads, rows), *further)}


def _share(value: float, digits: int = 1) -> str:
    """A signed percentage."""
    return f"{100 * value:+.{digits}f}%"


def _laws_off(effects: Effects) -> str:
    """The run with each law off in turn."""
    words = {"none": "all laws on", **{law.key: law.off for law in LAWS}}
    rows = [
        [words[row["off"]], f"{row['unemployment']:.2%}", _share(row["net_share"], 2)]
        for row in effects.without_each_law().to_dict("records")
    ]
    return tight(["off", "unemployment in ten years", "jobs, against no further AI"], rows)


def _closures(effects: Effects) -> str:
    """Each closure beside every span of ten years since 1980."""
    rows, displacing = [], effects.parameters[DISPLACING]
    cases = [(one, kept, 1.0) for one in Closure for kept in KEPT[one]]
    cases.insert(-1, (Closure.PAY_CLEARS, KEPT[Closure.PAY_CLEARS][0], displacing))
    for closure, kept, share in cases:
        adjustment = replace(effects.assumed.adjustment, saving_kept=kept)
        found = history_test(
            effects.world.table("output_series"),
            effects.accounts,
            replace(effects.assumed, adjustment=adjustment),
            closure,
            share,
        )
        displaced = f"; {share:.0%} of growth displaces" if closure is Closure.PAY_CLEARS else ""
        words = f"{closure.value}, {closure.words}{displaced}"
        rows.append(
            [
                words if closure is Closure.MONEY_HELD else f"{words}; owners keep {kept:.0%}",
                f"{round(found.slope, 2) + 0.0:+.2f}",
                f"{found.inside:.0%}",
                f"{found.pay:.2f}",
                f"{round(found.labour_share, 1) + 0.0:+.1f}",
                "holds" if found.passes else "fails on past decades",
            ]
        )
    asked = ["asked", _span(SLOPE), f"at least {SPANS:.0%}", _span(PAY), _span(SHARE), ""]
    head = ["closure", "jobs to output per job", "spans in the band", "pay to output per job"]
    return tight([*head, "labour's share, points a decade", "verdict"], [*rows, asked])


def _span(ends: tuple[float, float]) -> str:
    return f"{ends[0]:+g} to {ends[1]:+g}"


def _surface(effects: Effects) -> str:
    """Net jobs over what is not known."""
    found = effects.surface()
    wide = found.pivot(index=["elasticity", "pass_through"], columns="spent_of_profits", values="net_share")
    rows = [
        [f"{key[0]:g}", f"{key[1]:g}", *(_share(value) for value in line)]
        for key, line in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    head = ["price elasticity", "pass-through"]
    return tight([*head, *(f"{column:g} of profits spent" for column in wide.columns)], rows)


def _draws(effects: Effects) -> str:
    """Jobs ended and made in the draws that `reallocate simulate` shows, against no further AI."""
    asked = EconomyRun()
    context = EconomyContext(
        asked, effects.world, effects.nation, effects.rates, effects.accounts, lambda _: None
    )
    found = jobs.compute(context)
    last = found[found["year"] == found["year"].max()].set_index("part")
    words = {
        "ended": "ended where AI does the hours",
        "renewed": "new tasks",
        "built": "compute bought and built",
        "cheaper": "changed prices",
        "spent": "changed incomes and pay",
        "net": "net",
    }
    rows = []
    for name, said in words.items():
        row = last.loc[name]
        ends = f"{row['share_low']:+.1f} to {row['share_high']:+.1f}%"
        rows.append([said, f"{row['jobs'] / 1e6:+.2f}", f"{row['share']:+.1f}%", ends])
    corners = Corners(
        effects.world,
        effects.parameters,
        effects.accounts,
        effects.rates,
        QUARTERS,
        effects.world.sources,
    )
    swings = corners.swings([name for name in asked.drawn if name in BRIEF]).head(SHOWN)
    names = ", ".join(
        f"`{row['parameter']}` ({_share(row['net_low'])} to {_share(row['net_high'])})"
        for row in swings.to_dict("records")
    )
    return (
        tight(["jobs", "million", "% of all jobs", "10th–90th percentile"], rows)
        + f"\n\nIn {last.loc['net', 'fewer']:.0%} of {PER_DRAW * asked.draws} draws of AI, each under "
        f"{LAW_DRAWS:,} of the law, there are at least {-FEWER:g}% fewer jobs in {asked.years} years. The "
        "largest effects on the net, from the low to the high end of a range with all else as in force: "
        f"{names}."
    )


def _lost_job(effects: Effects) -> str:
    """What a lost job costs, part by part, beside what was published."""
    found = effects.lost_job()
    everybody = found[found["who"] == "everybody"]
    wide = everybody.pivot(index="part", columns="market", values="lost")
    order = list(everybody["part"].drop_duplicates())
    rows = [[part, f"{wide.loc[part, 'calm']:.2f}", f"{wide.loc[part, 'slack']:.2f}"] for part in order]
    rows.append(["published", *PUBLISHED.values()])
    saved = found[(found["who"] != "everybody") & (found["part"] == "all")].set_index("market")["lost"]
    rows.append(["all, people whose hours AI saves", f"{saved['calm']:.2f}", f"{saved['slack']:.2f}"])
    back = everybody.groupby("market")["reemployed"].first()
    rows.append(["with a job when asked", f"{back['calm']:.0%}", f"{back['slack']:.0%}"])
    rates = everybody.groupby("market")["unemployment"].first()
    head = ["years of pay", *(f"{name}, unemployment {rates[name]:.1%}" for name in ("calm", "slack"))]
    return tight(head, rows)


def _ages(effects: Effects) -> str:
    """Employment by age and exposure against the market without AI."""
    wide = effects.ages().pivot(index="age", columns="quintile", values="change")
    rows = [
        [str(age), *(_share(value) for value in line)]
        for age, line in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    head = ["age", "least exposed quintile", "second", "third", "fourth", "most exposed quintile"]
    return tight(head, rows)


def _areas(effects: Effects) -> str:
    """Where most is lost and least."""
    found = effects.areas("metropolitan")
    part = float((found["filled"] * found["employment"]).sum() / found["employment"].sum())
    rows = [
        [
            row["title"],
            _share(row["change_share"], 2),
            f"{row['gained']:,.0f}",
            f"{-row['lost']:,.0f}",
            f"{row['unemployment']:.2%}",
            f"{row['unemployment_without']:.2%}",
        ]
        for row in pd.concat([found.head(SHOWN), found.tail(SHOWN)]).to_dict("records")
    ]
    head = ["area", "employment", "gained", "lost", "unemployment", "without AI"]
    return (
        tight(head, rows) + f"\n\n{len(found)} areas; {part:.1%} of employment is in cells that were not "
        "released and are filled."
    )


def _pay(effects: Effects) -> str:
    """Pay five years on by fifth of exposure."""
    found, gaps = effects.pay()
    rows = [
        [
            str(row["quintile"]),
            _share(row["pay"] / row["pay_without"] - 1.0, 2),
            _share(row["pay_with_job"] / row["pay_with_job_without"] - 1.0, 2),
            f"{row['employed']:.2%}",
            f"{row['employed_without']:.2%}",
        ]
        for row in found.to_dict("records")
    ]
    head = ["fifth (5 most exposed)", "pay of all", "pay of those with a job", "with a job", "without AI"]
    return (
        tight(head, rows)
        + f"\n\nThe gap of the top to the bottom fifth changes by {gaps['pay']:+.4f} log points "
        f"for all in the labour force, and by {gaps['pay_with_job']:+.4f} for those with a job."
    )


def _levers(effects: Effects) -> str:
    """Each lever beside none."""
    rows = []
    for row in effects.policies().iloc[1:].to_dict("records"):
        job = row["cost_per_job"]
        rows.append(
            [
                row["policy"],
                f"{100 * row['unemployment']:+.2f}",
                f"{row['employment'] / 1e3:+,.0f}",
                f"{100 * row['switches']:+.1f}",
                f"{row['cost'] / 1e9:,.0f}",
                "–" if pd.isna(job) else f"{job / 1e3:,.0f}",
            ]
        )
    head = [
        "lever",
        "unemployment, points",
        "employed, thousand",
        "moves to another occupation, points a year",
    ]
    return tight([*head, "cost, USD billion a year", "a year and job more, USD thousand"], rows)
