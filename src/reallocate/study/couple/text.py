"""A round trip in sentences: jobs that adopters end, what came back, who is displaced, what is not said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.measure import number
from reallocate.study.couple.feedback import BACK_MAPPING
from reallocate.study.couple.interval import interval_said
from reallocate.study.couple.ledger import SOME
from reallocate.study.couple.rounds import Meeting
from reallocate.study.economy.people_text import splits

NOTHING = 1e-6
FEW = 10.0
"""Below so many a tenth is told."""
DOUBT = (
    "Followers make the firm's own change, however different they are.",
    "Work that a plan leaves undone is not passed on: what followers sell is decided by prices and incomes.",
    "Nobody bargains, and no firm moves its place.",
    "New tasks come after a lag of years, so that at the end of the plan there are few or none.",
    "Every occupation starts at the same slack, so that months without work differ little between groups.",
    "Of those who leave and are not replaced nobody loses a job; the loss falls on people who look for one, "
    "and is in the time without work of the whole market.",
)
"""What a reader should doubt, whatever the numbers are."""


def sentences(
    tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any], met: Meeting
) -> dict[str, list[str]]:
    """The study in sentences, by part.

    tables : of the trip
    meta : its facts
    met : the market that the plan meets
    """
    return {
        "lead": _lead(tables, meta),
        "plan": _plan(meta),
        "followed": _followed(meta),
        "reconciled": _reconciled(tables, meta),
        "headline": _headline(tables, meta),
        "came_back": _came_back(tables, meta),
        "displaced": [*_displaced(tables), *splits(tables, met.asked.parameters)],
        "reversal": _reversal(tables),
        "interval": interval_said(tables, meta),
        "not_said": _not_said(met, meta),
        "doubt": list(DOUBT),
    }


def _lead(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> list[str]:
    ended = -float(tables["jobs"].set_index("part")["plan_end"]["ended"])
    path = tables["path"].iloc[-1]
    fewer = path["employed"] - path["employed_without"]
    share = abs(ended) / meta["industry_people"]
    moved = tables["rounds"]["positions"].iloc[-1] - tables["rounds"]["positions"].iloc[0]
    answer = (
        "leaves the firm's own positions as they are"
        if abs(moved) < SOME
        else f"changes the firm's own positions by {_signed(moved, 1)}"
    )
    ends = "end there" if ended >= 0 else "are added there"
    return [
        f"Where firms with {100 * meta['share']:g}% of the industry's work follow this plan, "
        f"{abs(ended):,.0f} jobs {ends} within {meta['plan_quarters'] / 4:g} years, {_percent(share)} of the "
        f"industry's. After {meta['years']} years {_more(fewer, 'people')} are in work in the whole country. "
        f"What comes back from the market {answer}.",
    ]


def _plan(meta: Mapping[str, Any]) -> list[str]:
    plan, base = meta["firm"]["plan"], meta["firm"]["baseline"]
    undone = plan["work_dropped"]
    left = f" and leaves {_percent(undone)} of the work undone" if undone > NOTHING else ""
    cut = 1.0 - plan["positions"] / (base["positions"] * (1.0 - undone))
    return [
        f"By the end of its {meta['plan_quarters']} quarters the firm has {plan['positions']:,.0f} positions "
        f"where it would have {base['positions']:,.0f} without further AI{left}: {_percent(abs(cut))} "
        f"{'fewer' if cut >= 0 else 'more'} for a unit of work.",
        f"Of its work AI then does {_percent(plan['automated'])}, checked by people, and people do "
        f"{_percent(plan['augmented'])} with AI.",
        f"On the way {plan['layoffs']:,.0f} people are laid off, {plan['voluntary']:,.0f} leave with an "
        f"offer, {plan['quits']:,.0f} quit by themselves, {plan['moves']:,.0f} change role within the firm "
        f"and {plan['hires']:,.0f} are hired; without further AI {base['hires']:,.0f} would be hired.",
    ]


def _followed(meta: Mapping[str, Any]) -> list[str]:
    return [
        f"The firm's industry is {_listed(meta['industry_titles'])}: {meta['industry_people']:,.0f} people. "
        f"How many firms follow is not known; {100 * meta['share']:g}% of the work is what was asked for.",
        "Those that follow change the positions of each occupation by as much as the firm does, for a unit "
        "of work, and at the plan's own pace: where half of its change is there, half of them have followed. "
        "An occupation that the firm does not have stays as it is.",
        f"For a dollar of payroll they spend {meta['compute_per_payroll']:.3f} dollars on computing at the "
        "end.",
    ]


def _reconciled(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> list[str]:
    steps = tables["reconciled"]["persons"].to_numpy()
    cut = steps[0] / (meta["share"] * meta["industry_people"])
    return [
        f"The plan needs {_percent(abs(cut))} {'fewer' if cut >= 0 else 'more'} positions for a unit of "
        f"work. Over {100 * meta['share']:g}% of {meta['industry_people']:,.0f} people that is "
        f"{abs(steps[0]):,.0f} jobs. The industry has occupations that the firm does not have, and the "
        "others in other proportions; with what came back from the market, the market "
        f"{'ends' if steps[-1] >= 0 else 'adds'} {abs(steps[-1]):,.0f} jobs at unchanged output. The steps "
        "add up, or the run is refused.",
    ]


def _headline(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> list[str]:
    jobs = tables["jobs"].set_index("part")["run_end"]
    at_plan_end = tables["jobs"].set_index("part")["plan_end"]
    path = tables["path"].iloc[-1]
    people = tables["rounds"].iloc[-1]
    more_idle = path["unemployed"] - path["unemployed_without"]
    fewer = path["employed"] - path["employed_without"]
    return [
        f"Where {100 * meta['share']:g}% of the work of {_listed(meta['industry_titles'])} "
        f"({meta['industry_people']:,.0f} people) is done as the plan does it after "
        f"{meta['plan_quarters']} quarters, these industries need {_percent(-people['change'])} "
        f"{'fewer' if people['change'] < 0 else 'more'} positions for a unit of adopters' work.",
        f"That ends {-at_plan_end['ended']:,.0f} jobs at unchanged output by the end of the plan.",
        f"After {meta['years']} years other prices make {_signed(jobs['cheaper'])} jobs, buying compute "
        f"{_signed(jobs['built'])}, new tasks {_signed(jobs['renewed'])} and other incomes "
        f"{_signed(jobs['spent'])}: with those that end, {_more(jobs['net'], 'jobs')} are wanted in all.",
        f"Then {_more(fewer, 'people')} are in work and {_more(more_idle, '')} without, beside the same "
        "market without these adopters; the rest are outside the labour force.",
    ]


def _came_back(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> list[str]:
    rounds = tables["rounds"]
    first, last = rounds.iloc[0], rounds.iloc[-1]
    jobs = tables["jobs"].set_index("part")
    made = f"{meta['rounds_made']} round{'s' if meta['rounds_made'] > 1 else ''}"
    small = meta["residual"] < NOTHING
    moves = (
        "the plan stays as it is" if small else f"the shock changes by {_part(meta['residual'])} of itself"
    )
    ended = (
        f"It ended after {made}: {moves}; below {_part(meta['residual_wanted'])} was asked for."
        if meta["converged"]
        else f"It did not settle in {made}: {moves}. The least-cost plan goes from one set of systems to "
        "another where both cost nearly the same, so that the two answer each other for ever."
    )
    moved = last["positions"] - first["positions"]
    dearer = float(last["present_value"] - first["present_value"])
    change = float(jobs["run_end"]["net"]) - float(jobs["run_end_first_round"]["net"])
    lines = [
        f"What comes back to the firm, on average over its industries' people and the quarters of the plan: "
        f"pay {_percent(last['pay'] - 1, signed=True)}, time to hire "
        f"{_percent(last['hiring'] - 1, signed=True)}, chances of another job "
        f"{_percent(last['quits'] - 1, signed=True)}.",
        ended,
        f"Made again at that, on grouped roles, the plan ends with {_more(moved, 'positions')}, hires "
        f"{_more(last['hires'] - first['hires'], 'people')}, lays off "
        f"{_more(last['layoffs'] - first['layoffs'], '')}, and costs USD {abs(dearer):,.0f} million "
        f"{'more' if dearer > 0 else 'less'} at present value. Jobs wanted in the nation change by "
        f"{_signed(change)} from the first round to the last.",
    ]
    response = tables["response"].to_dict("records")
    base = float(response[0]["positions"])
    told = "; ".join(f"{row['comes_back']}: {_signed(row['positions'] - base, 1)}" for row in response[2:])
    return [*lines, f"Positions at the end of the plan if more came back: {told}."]


def _displaced(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    total = tables["ledger"].query("group == 'all'").to_dict("records")
    if not total:
        return ["No jobs end."]
    row = total[0]
    some = row["laid_off"] > SOME
    who = "laid off" if some else "who would be laid off"
    lines = [
        f"Of {row['jobs_ended']:,.0f} jobs that end, {row['laid_off']:,.0f} end by laying somebody off, as "
        f"in the plan, and {row['not_replaced']:,.0f} as people leave and nobody follows.",
        f"Somebody {who} there is without work for {row['months']:.1f} months on average and loses "
        f"{row['lost_years']:.2f} years of pay at present value; pay in the job found is "
        f"{_percent(row['pay_found'])} of the pay before, and {_percent(row['pay_after_5'])} of what it "
        "would have been five years on.",
        f"In the whole market there are {_signed(row['more_unemployed'])} person-years without work over the "
        "run, whoever they fall on.",
    ]
    if some:
        lost, severance, benefits, person = (
            f"USD {row[name] / 1e3:,.2f} bn" for name in ("lost", "severance", "benefits", "person")
        )
        lines.append(
            f"The loss of those laid off is {lost}: severance and pay in notice cover {severance}, "
            f"unemployment benefits {benefits}, and the people themselves bear {person}."
        )
    if row["moved"] > SOME:
        paid = f"USD {row['training'] / 1e3:,.2f} bn"
        lines.append(f"{row['moved']:,.0f} people change role within their firm, which pays {paid} for it.")
    return lines


def _reversal(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    if "reversal" not in tables:
        return []
    return [
        f"{row['jobs'].capitalize()}: {row['at_reversal']:,.0f} are missing when capability falls back and "
        f"{row['after']:,.0f} eight quarters later, so that {_percent(row['share_back'])} are back. "
        f"Had it not, and had adopters gone on as the plan does, {row['unbroken']:,.0f} would be missing: "
        f"{_percent(row['share_of_unbroken'])} of these are there."
        for row in tables["reversal"].to_dict("records")
    ]


def _not_said(met: Meeting, meta: Mapping[str, Any]) -> list[str]:
    elastic = _signed(met.before.wage_elasticity, 2)
    run = f"One run at the values in force, with pay following slack with an elasticity of {elastic}"
    return [
        BACK_MAPPING,
        "Occupations of an industry that the firm does not have stay as they are; people from outside and "
        "one-off costs of change are not passed on. A dollar of compute stands beside a dollar of the firm's "
        "own payroll, so that an industry that pays less spends less on it. Compute is not planned again.",
        "Other industries stay as they are: this is what these adopters do, not what AI does.",
        f"{run}; {'all tables but the interval are of it' if meta['draws'] else 'no interval'}.",
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _percent(share: float, signed: bool = False) -> str:
    value = 100.0 * share
    digits = 2 if abs(value) < 1.0 else 1
    text = number.signed(value, digits) if signed else f"{value:z.{digits}f}".replace("-", "−")
    return f"{text}%"


def _more(value: float, noun: str) -> str:
    """So many more or fewer of them."""
    size = f"{abs(float(value)):,.{1 if abs(value) < FEW else 0}f}".removesuffix(".0")
    if size == "0":
        return f"as many {noun}".strip()
    return f"{size} {'more' if value > 0 else 'fewer'} {noun}".strip()


def _part(share: float) -> str:
    """A share, however small, to two digits."""
    return f"{100.0 * share:.2g}%"


def _signed(value: float, digits: int = 0) -> str:
    return number.signed(float(value), digits)
