"""The round trip as a result: run, page and summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from reallocate.data.bundle import load_world, read_manifest
from reallocate.firm.report import result as plans
from reallocate.kernel.blocks import Block, Card, Cards, Heading, Prose, Section
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import Say
from reallocate.kernel.glossary import terms
from reallocate.kernel.number import bare_span, cell, say, sentence, span
from reallocate.kernel.table import Column, computed
from reallocate.kernel.text import NOTE
from reallocate.loop.charts import CHARTS, EVERYBODY, groups_of
from reallocate.loop.draws import OUTCOMES, SAMPLED
from reallocate.loop.ledger import must_reach_past_reversal
from reallocate.loop.rounds import RESIDUAL, grouped_setting, iterate
from reallocate.loop.shock import coupled_market, followers, shock_of
from reallocate.loop.tables import CHANGES, TABLES, RoundTrip, with_changes
from reallocate.loop.text import TEXT, share_text
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.lost_jobs import ALL
from reallocate.market.nation.slumps import slumps
from reallocate.market.simulate.assumptions import assumption_grids, written_request
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import DECIDING
from reallocate.market.simulate.runs import current_market
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result

_ON_CARD = 8
"""Occupations and groups of the summary."""
_LONG = 20
"""Rows above which a table opens on demand."""
_SOME_MONEY = 1e-6
"""People or USD million below which there is nothing to show."""
_DRAWS = "10th–90th percentile"
_ASSUMED = "These are the market's assumptions. The plan's other assumptions are on its own page."
_LEDGERS = {
    "ledger": ("by group of occupations", "title", ""),
    "ledger_by_age": (
        "by age", "age",
        "People are laid off, and change role, at all ages alike; jobs that are not replaced would have gone "
        "to applicants.",
    ),
    "ledger_by_area": (
        "by state", "title",
        "An assumption: each occupation's displaced live where its people work, in all industries. Where "
        "people look in their state alone, all states start as slack as the nation.",
    ),
}  # fmt: skip
"""Each ledger: its rows in words, the column that names them, and what it assumes."""
_WHO = ("jobs_ended", "laid_off", "not_replaced", "moved", "more_unemployed", "more_unemployed_in_area")
_BEARERS = ("laid_off", "lost", "severance", "benefits", "person", "moved", "training")
_NAMES = ("group", "title", "age", "area")
_LOSS = (
    "Of somebody laid off when half of the plan's change is there. Years of pay are of the pay before, at "
    "present value. Pay in the job found is against what the lost job would pay by then. People with a job "
    "are counted as in a survey of those who lost one in the three years before."
)
_WORDS = (
    "Adopters, followers", "Without adopters", "Jobs ended at unchanged output", "Position",
    "For a unit of work", "Real pay", "Time to hire", "Job finding", "Round", "Shock", "Present value",
    "Years of pay", "Central run", "Draw",
)  # fmt: skip


_SECTIONS = {
    "headline": "In short",
    "plan": "What the plan does in the firm",
    "followed": "How the industry follows the plan",
    "jobs": "From the firm's cut to jobs in the market",
    "jobs/elsewhere": "Jobs that come back elsewhere",
    "back": "How the market's response changes the plan",
    "people": "Who is displaced, and who bears the loss",
    "reversal": "What returns after the reversal",
    "interval": "How sure this is",
    "not_said": "What to doubt",
    "assumptions": "What is assumed",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    words = Section("words", "Words used here", (terms(*_WORDS),))
    return [*sections(result, TEXT, _SECTIONS), _repeat(result), words]


def card(result: Result) -> list[Block]:
    """The summary for a terminal of 80 columns."""
    said = partial(TEXT.picked, result.text)
    order = result.table("ledger").sort_values("jobs_ended", ascending=False, kind="stable").head(_ON_CARD)
    titles = order["title"].str.removesuffix(" Occupations").where(order["group"] != ALL, EVERYBODY)
    return [
        Prose(said("jobs_that_end", "jobs_elsewhere", "reversal")),
        result.grid("reconciled"),
        result.grid("jobs", "part", "plan_end", "run_end"),
        Prose(said("came_back")),
        result.grid(
            "occupations", "title", "jobs_ended", "employment", *CHANGES[:2],
            rows=with_changes(result.table("occupations").head(_ON_CARD), result.facts),
            caption="Occupations that lose most jobs",
        ),
        Prose(said("displaced")),
        result.grid(
            "ledger", "title", "jobs_ended", "laid_off", "months", "lost_years", "person",
            rows=order.assign(title=titles), caption="Who is displaced",
        ),
        *([_interval_on_card(result), Prose(said("interval"))] if result.facts["draws"] else []),
        Heading(_SECTIONS["not_said"]),
        Prose(said("not_modelled", "doubt"), NOTE),
    ]  # fmt: skip


@TEXT.block("headline")
def in_short(result: Result) -> list[Block]:
    """The figures that a reader takes away, and how sure they are."""
    return [_cards(result), Prose(TEXT.picked(result.text, "interval")[:1])]


def _cards(result: Result) -> Cards:
    """The figures that a reader takes away."""
    jobs = result.table("jobs").set_index("part")["plan_end"]
    path, last = result.table("path").iloc[-1], result.table("rounds").iloc[-1]
    loss = result.table("ledger").query("group == 'all'")
    idle = say(float(path["unemployed"] - path["unemployed_without"]), "persons", signed=True)
    years, pay = result.facts["years"], "averaged over the plan; the firm faces it"
    found = [
        _card(
            result, "jobs_ended", "Jobs that adopters end", -float(jobs["ended"]),
            f"at unchanged output, after {result.facts['plan_quarters'] / 4:g} years",
        ),
        _card(
            result, "employed", "People in work", path["employed"] - path["employed_without"],
            f"after {years} years, against the same market without adopters; without work "
            f"{idle.removesuffix(' persons')}",
        ),
        _card(result, "pay", "Real pay in the industry's occupations", last["pay"] - 1.0, pay),
        _card(result, "hiring", "Time to fill an opening there", last["hiring"] - 1.0, pay),
    ]  # fmt: skip
    if len(loss):
        months = say(loss["months"].iloc[0], "months", digits=1)
        value, out = loss["lost_years"].iloc[0], f"at present value; {months} without work"
        found.append(_card(result, "lost_years", "Loss of somebody laid off", value, out))
    return Cards(tuple(found))


def _card(result: Result, name: str, label: str, value: float, against: str) -> Card:
    column = next(one for one in OUTCOMES if one.name == name)
    text = say(float(value), column.unit, column.signed).removesuffix(" persons")
    if not result.has("interval"):
        return Card(label, text, against)
    row = result.table("interval").set_index("outcome").loc[name]
    ends = span(row["p10"], row["p90"], column.unit, column.signed).removesuffix(" persons")
    return Card(label, text, against, ends, _DRAWS)


@TEXT.block("people")
def ledger_in_parts(result: Result) -> list[Block]:
    """The displaced: who, the loss of each, who bears it, and every further split."""
    first, *others = _LEDGERS
    who, each, bears = _ledger(result, first)
    blocks: list[Block] = [
        result.picture("couple_how"),
        *who,
        Heading("Loss of somebody laid off"),
        result.picture("couple_pay"),
        *each,
        Heading("Who bears it"),
        result.picture("couple_bearers"),
        *bears,
    ]
    for name in others:
        if result.has(name):
            grids = [block for some in _ledger(result, name) for block in some]
            blocks += [Heading(sentence(_LEDGERS[name][0])), *grids]
    return blocks


def _ledger(result: Result, name: str) -> tuple[list[Block], list[Block], list[Block]]:
    """Who is affected, the loss of one, and who bears it, of one ledger."""
    by, first, assumed = _LEDGERS[name]
    rows = result.table(name)
    if name == "ledger":
        total = rows[rows["group"] == ALL].assign(title=EVERYBODY)
        rows = pd.concat([groups_of(rows), total], ignore_index=True)
    of_one = [str(column) for column in rows if column not in {*_WHO, *_BEARERS, *_NAMES}]

    def shown(what: str, columns: list[str], note: str, chosen: pd.DataFrame) -> Block:
        caption = f"{what}, {by}"
        fold = caption if len(rows) > _LONG else ""
        return result.grid(name, first, *columns, rows=chosen, caption=caption, note=note, fold=fold)

    note = assumed or (
        "People who change role within the firm lose no job. Time without work is of everybody in the "
        "country, against the market without adopters, over the whole run. Where people leave and are not "
        "replaced, it falls on those who look for a job."
    )
    who = shown("Who is affected", [one for one in _WHO if one in rows], note, rows)
    return [who], [shown("Loss of somebody laid off", of_one, _LOSS, rows)], _bearers(rows, shown)


def _bearers(rows: pd.DataFrame, shown: Callable[[str, list[str], str, pd.DataFrame], Block]) -> list[Block]:
    """Rows and columns with something in them; nothing where nobody is laid off and nobody moves."""
    columns = [one for one in _BEARERS if rows[one].abs().max() > _SOME_MONEY]
    chosen = rows[rows[columns].abs().max(axis=1) > _SOME_MONEY] if columns else rows.head(0)
    if chosen.empty:
        return []
    lost = "lost" in columns
    note = (
        "Severance, benefits and the person's part add up to the loss."
        if lost
        else "Nobody is laid off, so that severance, benefits and loss are left out."
    )
    if "training" in columns:
        note += " Training is paid for those who change role within the firm and stands apart."
    what = "Who bears the loss" if lost else "What role changes cost the firm"
    return [shown(what, columns, note, chosen)]


@TEXT.block("assumptions")
def assumed(result: Result) -> list[Block]:
    """Every assumption of the market."""
    return [Prose((_ASSUMED,)), *assumption_grids(result.tables)]


@TEXT.block("interval", after="couple_interval")
def changes_and_levels(result: Result) -> list[Block]:
    """The central run beside the draws."""
    if not result.facts["draws"]:
        return []
    rows = result.table("interval")
    signs = rows["outcome"].map({column.name: column.signed for column in OUTCOMES})
    rows["says"] = rows["says"].map(sentence)
    ends = ("one_run", "p10", "p50", "p90")
    note = "All but positions and the loss are against the same market without adopters."
    return [
        result.grid(
            "interval", "says",
            *(replace(result.kind.table("interval").column(end), signed=signed) for end in ends),
            rows=rows[signs == signed], caption=f"{caption}: central run and draws", note=note,
        )
        for signed, caption in ((True, "Changes"), (False, "Levels"))
    ]  # fmt: skip


def _interval_on_card(result: Result) -> Block:
    figures = result.table("interval").set_index("outcome")
    rows = []
    for column in OUTCOMES:
        one, unit = figures.loc[column.name], column.unit
        rows.append(
            {
                "outcome": column.heading if unit == "share" else f"{column.heading} [{unit}]",
                **{name: cell(one[name], unit, column.signed) for name in ("one_run", "p50")},
                "ends": bare_span(one["p10"], one["p90"], unit, signed=column.signed),
            }
        )
    columns = (Column("one_run", "Central run"), Column("p50", "Median"), Column("ends", _DRAWS))
    return result.grid("interval", Column("outcome", "Outcome"), *columns, rows=pd.DataFrame(rows))


def _repeat(result: Result) -> Section:
    facts = result.facts
    draws = f"{facts['draws']}, {facts['seed']}" if facts["draws"] else "none; central run alone"
    return how_to_repeat(
        facts,
        ("Plan", f"{facts['plan_name']}, {facts['plan']}"),
        ("Share that follows, years", f"{share_text(facts['share'])}, {facts['years']}"),
        ("What AI can do", str(facts["capability"])),
        ("Draws, seed", draws),
        request="Request",
    )


ADOPTERS = Kind(
    "adopters", "a round trip", "reallocate simulate adopters … --out", TABLES, CHARTS, _page, card,
    words={"Word": terms(*_WORDS).pairs}, lead=("lead",), text=(TEXT,),
)  # fmt: skip


_LIBRARIES = tuple(dict.fromkeys((*DECIDING, *plans.DECIDING)))
"""Libraries whose version may move a digit."""
_TOTALS = (
    "positions", "work_dropped", "automated", "augmented", "layoffs", "voluntary", "quits", "moves", "hires"
)  # fmt: skip
"""Figures of the saved plan and of its baseline that are facts of the trip."""


def coupled_study(
    plan: Result,
    share: float,
    request: EconomyRun,
    progress: Say | None = None,
    command: str = "",
    draws: int = 0,
) -> Result:
    """The round trip of one plan.

    plan : saved
    share : of the work of the plan's industries that adopters do in the end [share]
    request : years, laws, policy, parameters of the market
    progress : receives what is under way
    draws : with sampled assumptions, for an interval beside the central run; none where it is 0
    Raises `InputError` where the plan names no industry, or the share or the years do not fit.
    """
    say = progress or (lambda _: None)
    say("Reading the plan and the market")
    world = request.world or load_world()
    shock = shock_of(plan, world)
    if 4 * request.years < shock.quarters:
        least = -(-shock.quarters // 4)
        what = f"the market is run for {4 * request.years} quarters and the plan for {shock.quarters}"
        raise InputError(Problem(what, "--years", f"Give at least {least} years."))
    must_reach_past_reversal(request)
    national, rates = current_market(world)
    accounts = market_accounts(world, request.parameters)
    follow = followers(shock, accounts, world)
    market = coupled_market(world, national, accounts, rates, shock, follow, share, request)
    setting = grouped_setting(plan, world)
    rounds = iterate(market, setting, say)
    trip = RoundTrip(plan, world, market, setting, rounds, draws, say)
    tables = computed(TABLES, trip)
    facts = _facts(trip, command or "reallocate simulate adopters")
    return Result(ADOPTERS, facts, tables, TEXT.said(tables, facts))


def _facts(trip: RoundTrip, command: str) -> dict[str, Any]:
    plan, market, request = trip.plan, trip.market, trip.market.request
    named, share, totals = request.parameters, share_text(trip.market.share), plan.facts["totals"]
    written = written_request(request) | {
        "plan": plan.facts["hashes"]["request"],
        "share": market.share,
        "draws": trip.draws,
    }
    return {
        "title": f"{plan.facts['title'] or plan.facts['name']}: {share} of its industry follows",
        "plan_name": plan.facts["name"],
        **({"privacy": plan.privacy} if plan.privacy else {}),
        **written,
        "firm": {case: {name: totals[case][name] for name in _TOTALS} for case in ("plan", "baseline")},
        "industries": list(market.shock.industries),
        "industry_titles": list(market.follow.titles),
        "industry_people": market.follow.people,
        "plan_quarters": market.shock.quarters,
        "compute_per_payroll": market.shock.compute,
        "slumps": slumps(trip.world.tables).rate,
        "wage_elasticity": market.before.wage_elasticity,
        "residual": trip.rounds.each[-1].residual,
        "residual_wanted": RESIDUAL,
        "rounds_made": len(trip.rounds.each),
        "converged": trip.rounds.converged,
        "sampled": {name: named.about(name).unit for name in trip.sampled},
        "fixed": [name for name in SAMPLED if name not in trip.sampled] if trip.draws else [],
        **provenance(written, read_manifest(), _LIBRARIES, command, request.seed),
    }
