"""A round trip in sentences: jobs that end, the market's response, who is displaced, what to doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reallocate.kernel.number import cell, listed, say
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Tables
from reallocate.kernel.text import BULLETS, LEAD, Text
from reallocate.loop.ledger import SOME
from reallocate.loop.rounds import FEEDBACK
from reallocate.market.nation.slumps import NO_SLUMP
from reallocate.market.simulate.people_text import splits

_Facts = Mapping[str, Any]

_UNCHANGED = 1e-6
_FEW = 10.0
"""Below so many, tenths are written."""
_DOUBT = (
    "Followers make the firm's own change, however different they are.",
    "Work that a plan drops is not passed on: prices and incomes decide how much followers sell.",
    "Nobody bargains over pay, and no firm relocates.",
    "New tasks come after a lag of years, so that at the end of the plan there are few or none.",
    "Every occupation starts at the same slack, so that months without work differ little between groups.",
    "Where people leave and are not replaced, nobody loses a job. The loss falls on people who look for one; "
    "it is part of the time without work in the whole market.",
)


TEXT = Text()


def share_text(share: float) -> str:
    """A share of an industry's work: 40%, 12.5%."""
    return say(share, "share", digits=0 if round(100.0 * share, 6).is_integer() else 1)


@TEXT.sentence("lead", "headline", LEAD)
def lead(tables: Tables, facts: _Facts) -> str:
    """The jobs that end, people in work in the end, and what the response changes in the firm."""
    ended = -float(tables["jobs"].set_index("part")["plan_end"]["ended"])
    path, rounds = tables["path"].iloc[-1], tables["rounds"]["positions"]
    fewer, moved = path["employed"] - path["employed_without"], rounds.iloc[-1] - rounds.iloc[0]
    change = (
        "leaves the firm's own positions unchanged"
        if abs(moved) < SOME
        else f"changes the firm's own positions by {_signed(moved, 1)}"
    )
    return (
        f"{_count(abs(ended))} jobs {'end' if ended >= 0 else 'are added'} in the industry within "
        f"{facts['plan_quarters'] / 4:g} years, {_percent(abs(ended) / facts['industry_people'])} of its "
        f"jobs, where firms with {share_text(facts['share'])} of its work follow this plan. After "
        f"{facts['years']} years {_more(fewer, 'people')} are in work in the whole country. The market's "
        f"response {change}."
    )


@TEXT.sentence("plan", "plan")
def plan_of_firm(tables: Tables, facts: _Facts) -> list[str]:
    """What the plan does in the firm."""
    plan, base = facts["firm"]["plan"], facts["firm"]["baseline"]
    undone = plan["work_dropped"]
    left = f" and drops {_percent(undone)} of the work" if undone > _UNCHANGED else ""
    cut = 1.0 - plan["positions"] / (base["positions"] * (1.0 - undone))
    return [
        f"The firm has {_count(plan['positions'])} positions at the end of its {facts['plan_quarters']} "
        f"quarters, against {_count(base['positions'])} without further AI{left}: {_percent(abs(cut))} "
        f"{'fewer' if cut >= 0 else 'more'} for a unit of work.",
        f"AI then does {_percent(plan['automated'])} of its work, checked by people, and people do "
        f"{_percent(plan['augmented'])} with AI.",
        f"{_count(plan['layoffs'])} people are laid off, {_count(plan['voluntary'])} leave with an offer, "
        f"{_count(plan['quits'])} quit, {_count(plan['moves'])} change role within the firm and "
        f"{_count(plan['hires'])} are hired; without further AI {_count(base['hires'])} would be hired.",
    ]


@TEXT.sentence("followed", "followed")
def followed(tables: Tables, facts: _Facts) -> list[str]:
    """How the industry follows the plan."""
    return [
        f"The firm's industry is {listed(facts['industry_titles'])}: {_count(facts['industry_people'])} "
        f"people. How many firms will follow is not known; {share_text(facts['share'])} of the work is an "
        "assumption of this run.",
        "Followers change the positions of each occupation by the same share as the firm, for a unit of "
        "work, and at the plan's pace: when half of its change is done, half of them have followed. "
        "Occupations that the firm does not have are unchanged.",
        f"They spend {cell(facts['compute_per_payroll'], digits=3, exact=True)} dollars on compute for a "
        "dollar of payroll at the end.",
    ]


@TEXT.sentence("reconciled", "jobs")
def reconciled(tables: Tables, facts: _Facts) -> str:
    """From the plan's cut to the jobs that adopters end."""
    steps = tables["reconciled"]["persons"].to_numpy()
    cut = steps[0] / (facts["share"] * facts["industry_people"])
    return (
        f"The plan needs {_percent(abs(cut))} {'fewer' if cut >= 0 else 'more'} positions for a unit of "
        f"work: {_count(abs(steps[0]))} jobs over {share_text(facts['share'])} of "
        f"{_count(facts['industry_people'])} people. The industry has occupations that the firm does not "
        "have, and the others in other proportions. With its own response, the market "
        f"{'ends' if steps[-1] >= 0 else 'adds'} {_count(abs(steps[-1]))} jobs at unchanged output. A run "
        "is refused where these steps do not add up."
    )


@TEXT.sentence("headline", lines=2)
def jobs_that_end(tables: Tables, facts: _Facts) -> list[str]:
    """How many fewer positions adopters need, and the jobs that this ends."""
    at_plan_end = tables["jobs"].set_index("part")["plan_end"]
    people = tables["rounds"].iloc[-1]
    return [
        f"{listed(facts['industry_titles'])} ({_count(facts['industry_people'])} people) need "
        f"{_percent(-people['change'])} {'fewer' if people['change'] < 0 else 'more'} positions for a unit "
        f"of adopters' work, where {share_text(facts['share'])} of the work follows the plan after "
        f"{facts['plan_quarters']} quarters.",
        f"That ends {_count(-at_plan_end['ended'])} jobs at unchanged output by the end of the plan.",
    ]


@TEXT.sentence("headline", "jobs/elsewhere")
def jobs_elsewhere(tables: Tables, facts: _Facts) -> list[str]:
    """The jobs that come back elsewhere, and people in work and without."""
    jobs = tables["jobs"].set_index("part")["run_end"]
    path = tables["path"].iloc[-1]
    more_idle = path["unemployed"] - path["unemployed_without"]
    fewer = path["employed"] - path["employed_without"]
    return [
        f"After {facts['years']} years, lower prices add {_signed(jobs['cheaper'])} jobs, compute purchases "
        f"{_signed(jobs['built'])}, new tasks {_signed(jobs['renewed'])} and changed incomes "
        f"{_signed(jobs['spent'])}. With the jobs that end, {_more(jobs['net'], 'jobs')} are wanted in all.",
        f"Then {_more(fewer, 'people')} are in work and {_more(more_idle, '')} without work, against the "
        "same market without these adopters; the rest are outside the labour force.",
    ]


@TEXT.sentence("came_back", "back")
def came_back(tables: Tables, facts: _Facts) -> list[str]:
    """How the market's response changes the plan."""
    rounds = tables["rounds"]
    first, last = rounds.iloc[0], rounds.iloc[-1]
    jobs = tables["jobs"].set_index("part")
    made = f"{facts['rounds_made']} round{'s' if facts['rounds_made'] > 1 else ''}"
    change = (
        "the plan does not change"
        if facts["residual"] < _UNCHANGED
        else f"the shock changes by {_part(facts['residual'])} of itself"
    )
    ended = (
        f"The rounds ended after {made}: {change}, below the limit of {_part(facts['residual_wanted'])}."
        if facts["converged"]
        else f"The rounds did not converge in {made}: {change}. The least-cost plan alternates between sets "
        "of systems that cost nearly the same."
    )
    dearer = float(last["present_value"] - first["present_value"])
    moved = float(jobs["run_end"]["net"]) - float(jobs["run_end_first_round"]["net"])
    response = tables["response"].to_dict("records")
    base = float(response[0]["positions"])
    larger = "; ".join(f"{row['comes_back']}: {_signed(row['positions'] - base, 1)}" for row in response[2:])
    return [
        f"The firm faces pay {_percent(last['pay'] - 1, signed=True)}, time to hire "
        f"{_percent(last['hiring'] - 1, signed=True)} and chances of another job "
        f"{_percent(last['quits'] - 1, signed=True)}, averaged over its industries' people and the plan's "
        "quarters.",
        ended,
        f"Solved again at that response, on grouped roles, the plan ends with "
        f"{_more(last['positions'] - first['positions'], 'positions')}, hires "
        f"{_more(last['hires'] - first['hires'], 'people')}, lays off "
        f"{_more(last['layoffs'] - first['layoffs'], '')}, and costs USD {_count(abs(dearer))} million "
        f"{'more' if dearer > 0 else 'less'} at present value. Jobs wanted in the nation change by "
        f"{_signed(moved)} from the first round to the last.",
        f"Positions at the end of the plan under larger responses: {larger}.",
    ]


@TEXT.sentence("displaced", "people")
def displaced(tables: Tables, facts: _Facts) -> list[str]:
    """Who is displaced and who bears the loss, in all, by age and by state."""
    rows = tables["assumptions"]
    assumed = dict(zip(rows["name"].astype(str), rows["value"].astype(float), strict=True))
    return [*_displaced(tables), *splits(tables, assumed)]


def _displaced(tables: Tables) -> list[str]:
    total = tables["ledger"].query("group == 'all'").to_dict("records")
    if not total:
        return ["No jobs end."]
    row = total[0]
    some = row["laid_off"] > SOME
    lines = [
        f"{_count(row['jobs_ended'])} jobs end: {_count(row['laid_off'])} by layoffs, as often as in the "
        f"plan, and {_count(row['not_replaced'])} as people leave and are not replaced.",
        f"Somebody {'laid off' if some else 'who would be laid off'} there is without work for "
        f"{say(row['months'], 'months', digits=1)} on average and loses "
        f"{cell(row['lost_years'], digits=2, exact=True)} years of pay at present value. The job found pays "
        f"{_percent(row['pay_found'])} of the pay before; five years on it pays "
        f"{_percent(row['pay_after_5'])} of what the lost job would pay.",
        f"The whole market has {_signed(row['more_unemployed'])} person-years without work over the run, "
        "whoever bears them.",
    ]
    if some:
        lost, severance, benefits, person = (
            _billion(row[name]) for name in ("lost", "severance", "benefits", "person")
        )
        lines.append(
            f"Those laid off lose {lost}: severance and pay in notice cover {severance}, unemployment "
            f"benefits {benefits}, and the people themselves bear {person}."
        )
    if row["moved"] > SOME:
        lines.append(
            f"{_count(row['moved'])} people change role within their firm, which pays "
            f"{_billion(row['training'])} for it."
        )
    return lines


@TEXT.sentence("reversal", "reversal")
def reversal(tables: Tables, facts: _Facts) -> list[str]:
    """What is back two years after a reversal."""
    if "reversal" not in tables:
        return []
    return [
        f"{row['jobs'].capitalize()}: {_count(row['at_reversal'])} are missing when capability falls back "
        f"and {_count(row['after'])} eight quarters later, so that {_percent(row['share_back'])} are back. "
        f"Without the fall, with adopters following the plan, {_count(row['unbroken'])} would be missing: "
        f"{_percent(row['share_of_unbroken'])} of these are there."
        for row in tables["reversal"].to_dict("records")
    ]


@TEXT.sentence("interval", "interval")
def interval(tables: Tables, facts: _Facts) -> list[str]:
    """How the draws went; where there are none, that there is no interval."""
    if not facts["draws"]:
        return ["This is one run at the values in force, without an interval; --draws 16 gives one."]
    draws, count = tables["draws_made"], facts["draws"]
    possible = draws[draws["possible"]]
    lost, astray = count - len(possible), int((~possible["settled"]).sum())
    lines = [
        f"{count} draws, each with {len(facts['sampled'])} sampled assumptions and one source of reach, in "
        "turn. An interval goes from the 10th to the 90th percentile. In each draw the plan is solved on "
        "grouped roles, with rounds of its own."
    ]
    if lost:
        lines.append(
            f"In {lost} of them no plan is possible within the firm's promises and limits; the interval is "
            "of the others."
        )
    else:
        lines.append(f"In every draw a plan is possible{'' if astray else ', and its rounds converge'}.")
    if astray:
        ended = "the rounds do not converge; their last round is counted."
        lines.append(f"In {astray} of {len(possible)} {ended}")
    if facts["fixed"]:
        words = "; ".join(Parameters.default().about(name).says for name in facts["fixed"])
        lines.append(f"Fixed, since the plan's scenario or the command names it: {words}.")
    moving = int((possible["positions_moved"].abs() > SOME).sum())
    return [
        *lines,
        f"In {moving} of {len(possible)} draws the market's response changes the plan by half a position or "
        "more.",
        "The median of the draws need not be the central run: most ranges lie lopsided about the value in "
        "force, and the central run has one source of reach where draws have several.",
    ]


@TEXT.sentence("not_said", "not_said", BULLETS)
def not_modelled(tables: Tables, facts: _Facts) -> list[str]:
    """What is not modelled."""
    scope = "all tables but the interval are of it" if facts["draws"] else "no interval"
    return [
        FEEDBACK,
        "Occupations of an industry that the firm does not have are unchanged; contractors and one-off "
        "costs of change are not passed on. Compute stands against the firm's own payroll, so that an "
        "industry that pays less spends less on it. Compute is not planned again.",
        f"Numbers of people without work, with adopters and without, hold {NO_SLUMP}. {facts['slumps']}",
        "Other industries stay as they are: this is the effect of these adopters, not of AI.",
        "One run at the values in force, with pay following slack with an elasticity of "
        f"{_signed(facts['wage_elasticity'], 2)}; {scope}.",
    ]


@TEXT.sentence("doubt", "not_said", BULLETS)
def doubt(tables: Tables, facts: _Facts) -> Sequence[str]:
    """What a reader should doubt, whatever the numbers are."""
    return _DOUBT


def _count(value: float) -> str:
    return cell(float(value), digits=0, exact=True)


def _percent(share: float, signed: bool = False) -> str:
    return say(float(share), "share", signed, 2 if abs(share) < 0.01 else 1)


def _part(share: float) -> str:
    """A share, however small."""
    return say(100.0 * share, "%")


def _more(value: float, noun: str) -> str:
    """So many more or fewer of them."""
    size = cell(abs(float(value)), digits=1 if abs(value) < _FEW else 0, exact=True).removesuffix(".0")
    if size == "0":
        return f"as many {noun}".strip()
    return f"{size} {'more' if value > 0 else 'fewer'} {noun}".strip()


def _signed(value: float, digits: int = 0) -> str:
    return cell(float(value), "", True, digits, exact=True)


def _billion(millions: float) -> str:
    return f"USD {cell(millions / 1e3, 'USD bn', digits=2, exact=True)} bn"
