"""A plan in sentences by part of its page: what it does, why, what limits it, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from reallocate.data.country import begins, country
from reallocate.firm.alternatives.assumptions import MovedInputs, replace_first
from reallocate.firm.alternatives.model import JOBS
from reallocate.firm.alternatives.tipping_points import Answer, TippingPoint
from reallocate.firm.beliefs import page as beliefs
from reallocate.firm.council import page as council
from reallocate.firm.cut.text import cut_sentences, foreign_quits
from reallocate.firm.finance import page as finance
from reallocate.firm.model.break_even import CashAgainstBaseline
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.quits import share_that_quits
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import SMALL, money, months
from reallocate.firm.outlooks import page as outlooks
from reallocate.firm.own_plan import page as own_plan
from reallocate.firm.own_plan.model import PricedOwnPlan
from reallocate.firm.plan.groups import grouping_sentences
from reallocate.firm.plan.operating import BILLION_IN_MILLIONS, BY_EMPLOYEE, OWN_MIX, PEOPLES_SHARE
from reallocate.firm.plan.response import growth_sentences, product_sentences
from reallocate.firm.plan.roles import contractor_sentences
from reallocate.firm.plan.solved import WORK_LED, SolvedPlan
from reallocate.firm.plan.systems import systems_sentences
from reallocate.firm.report.questions import FirstAnswer, WholePlan
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import priced, sentence
from reallocate.kernel.on_demand import OnDemand
from reallocate.kernel.table import Tables
from reallocate.kernel.text import BULLETS, NOTE, Said, Text
from reallocate.kernel.units import MONTHS_A_QUARTER, QUARTERS_A_YEAR
from reallocate.work.capability import middle_half
from reallocate.work.time_saved import augmented_cost, automated_cost

TEXT, WHOLE = Text(), Text()
"""What a first answer says, told the solved plan and its tables; what a whole plan adds, told it, its tables
and the inputs that were moved."""
_HANDS_ON = "hands-on"
_SURPRISING = 0.10
"""Share of hands-on hours automated that calls for a word; over all US jobs both people's and
GPT-4's labels make less than 4% of them automatable."""
_Lines = Mapping[str, Sequence[str]]
_NAMED = 3
_ALIKE = 5e-5
"""[share/month] Quits that differ by less are the same."""


def first_text(first: FirstAnswer, tables: Tables) -> Said:
    """A first answer in sentences by part of the page, each part said when it is first read."""
    solved = first.solved
    one_outlook = not first.setup.problem.scenario.uncertainty.several_outlooks
    return OnDemand(
        {
            **_opening(first, tables),
            "work": partial(TEXT.part, "work", solved, tables),
            **({"outlooks": dict} if one_outlook else {}),
            "caveats": partial(TEXT.part, "caveats", solved, tables),
            "repeat": dict,
        }
    )


def whole_text(whole: WholePlan, tables: Tables, moved: MovedInputs) -> Said:
    """A whole plan in sentences by part of its page, in the order of the page.

    moved : what inputs do that were moved
    """
    first, solved = whole.first, whole.first.solved

    def further(*parts: str) -> Said:
        return {part: WHOLE.part(part, whole, tables, moved) for part in parts}

    return {
        **{part: says() for part, says in _opening(first, tables).items()},
        **further("people"),
        "work": TEXT.part("work", solved, tables),
        **further("money"),
        **({} if whole.response is None else further("response")),
        **further("limits", "alternatives"),
        **outlooks.TEXT.said(whole.outlooks, tables),
        **({} if whole.implied is None
           else beliefs.TEXT.said(whole.implied, solved.problem.scenario, tables)),
        **further("tipping_points"),
        **council.TEXT.said(solved, tables),
        **finance.TEXT.said(solved, tables),
        **further("grouping", "assumptions"),
        "caveats": TEXT.part("caveats", solved, tables),
        "repeat": {},
    }  # fmt: skip


def _opening(first: FirstAnswer, tables: Tables) -> dict[str, Callable[[], _Lines]]:
    """What says an own plan, the cut taken apart, and what the plan comes to."""
    solved, own = first.solved, first.own
    of_own = {} if own is None else own_plan.TEXT.said(PricedOwnPlan(solved, own))
    parts = ("headline", "operating_models", "headcount")
    return {
        **{part: partial(of_own.__getitem__, part) for part in of_own},
        "cut_or_wait": partial(cut_sentences, solved),
        **{part: partial(TEXT.part, part, solved, tables) for part in parts},
    }


@TEXT.sentence("headline")
def what_it_comes_to(solved: SolvedPlan, _: Tables) -> str:
    """What the plan comes to against its baseline."""
    plan, gain = solved.plan, solved.saving_of(solved.plan)
    figures, usual = totals(plan), totals(solved.base)
    exits = "with no layoffs" if figures.layoffs < SMALL else f"with {figures.layoffs:,.0f} layoffs"
    change = "fewer" if gain.positions < 0 else "more"
    text = (
        f"After {_years(len(plan.inputs.periods))} {_name(plan)} has {figures.positions:,.0f} positions, "
        f"{abs(gain.positions):,.0f} {change} than the {usual.positions:,.0f} of the baseline, {exits}. "
    )
    if gain.saving > 0:
        return (
            f"{text}It saves {money(gain.saving)} a year at the end for a one-off cost of "
            f"{money(gain.one_off)}{_one_off_items(plan)}."
        )
    return f"{text}It costs {money(-gain.saving)} a year more than the baseline at the end."


def _years(quarters: int) -> str:
    """A time in years: 1 year, 1.5 years, 3 years.

    quarters : [quarters]
    """
    number = quarters / QUARTERS_A_YEAR
    return f"{number:g} year" if number == 1 else f"{number:g} years"


def _name(plan: Outcome) -> str:
    """What a sentence calls the plan: whether a cut was imposed on it."""
    return "the plan without the cut" if plan.inputs.options.exits is None else "the plan with the cut"


def _one_off_items(plan: Outcome) -> str:
    """The one-off cost by item, in brackets; nothing where nothing is spent.

    one-off cost = installing and adopting + GPUs + layoffs and offers + training and moves
    """
    figures = totals(plan)
    items = {
        "installing and adopting": figures.change,
        "GPUs": figures.capex,
        "exits": figures.exits,
        "training and moves": figures.one_off - figures.change - figures.capex - figures.exits,
    }
    spent = [f"{name} {money(cost)}" for name, cost in items.items() if cost >= SMALL]
    return f" ({', '.join(spent)})" if spent else ""


@TEXT.sentence("headline", "finance/money")
def cash_against_baseline(solved: SolvedPlan, _: Tables) -> str:
    """What the plan's cash does."""
    return _cash_sentence(solved.saving_of(solved.plan).cash, solved.plan, solved.periods)


def _cash_sentence(cash: CashAgainstBaseline, plan: Outcome, quarters: Sequence[str]) -> str:
    """When cash turns better than the baseline's, how far it falls behind before, and what it is worth.

    cash : the plan's against the baseline
    """
    p = plan.inputs.options.parameters
    if cash.outlay_quarter is None:
        first = "Cumulative cash is never below the baseline's."
    else:
        behind = f"at most {money(cash.largest_outlay)} below (end of {quarters[cash.outlay_quarter]})"
        first = f"Cumulative cash stays above the baseline's after {months(cash.break_even_month)}"
        if np.isnan(cash.break_even_month):
            first = "Cumulative cash is still below the baseline's at the end of the plan"
            behind = f"over the plan it is {behind}"
        else:
            behind = f"before that it is {behind}"
        first += f". {sentence(behind)}."
    return (
        f"{first} The net present value of the cash saved is {money(cash.net_present_value)} within the "
        f"plan, at {p['discount_rate']:.0%} a year. With {p['terminal_years']:g} further years of running "
        f"cost, and what GPUs are then still worth, it is {money(cash.net_present_value_after)}."
    )


@TEXT.sentence("headline", "work", after="contractors")
def routes(solved: SolvedPlan, _: Tables) -> str:
    """By which routes people leave and come."""
    figures, usual = totals(solved.plan), totals(solved.base)
    return (
        f"{figures.quits:,.0f} people quit over the plan. {figures.hires:,.0f} are hired, against "
        f"{usual.hires:,.0f} in the baseline, and {figures.moves:,.0f} change role."
    )


@TEXT.sentence("operating_models", "finance/models")
def two_models(_: SolvedPlan, tables: Tables) -> str:
    """How much work an employee delivers, and people's share of its cost, in baseline and plan."""
    table = tables["operating_models"]
    base, plan = table.set_index("measure").iloc[:, -2:].astype(float).to_dict().values()
    more = plan[BY_EMPLOYEE] / base[BY_EMPLOYEE] - 1
    return (
        f"Each employee delivers {base[BY_EMPLOYEE]:,.0f} hours of work a quarter in the baseline (hours of "
        f"coordination not counted) and {plan[BY_EMPLOYEE]:,.0f} in the plan ({more:+.0%}). People's share "
        f"of the running cost of the firm's own work goes from {base[PEOPLES_SHARE]:.1%} to "
        f"{plan[PEOPLES_SHARE]:.1%}. Compute for the firm's products is not included."
    )


@TEXT.sentence("headcount", "work", after="which_work_moves")
def why_layoffs(solved: SolvedPlan, _: Tables) -> str:
    """Why the plan has, or does not have, compulsory layoffs."""
    plan, i = solved.plan, solved.plan.inputs
    start = i.headcount.sum()
    fall = 1 - plan.positions[-1] / start
    leaving = float(i.headcount @ share_that_quits(i.quits, len(i.periods)) / start)
    if plan.layoffs.sum() < SMALL:
        return (
            f"No layoffs: {leaving:.0%} of today's people would quit within the plan, while positions change "
            f"by {-fall:+.0%}. Quits of people hired later are added: {plan.quits.sum():,.0f} in all. AI is "
            "installed gradually, so hiring less is enough. Attrition achieves the same reduction without "
            "severance, notice pay and the resignations of others that follow layoffs."
        )
    return (
        f"Layoffs: {plan.layoffs.sum():,.0f} over the plan, {plan.layoffs[:, 0].sum():,.0f} of them in the "
        f"first quarter, beside {plan.quits.sum():,.0f} quits. {plan.hires.sum():,.0f} people are hired."
    )


@TEXT.sentence("headcount", "work", after="why_layoffs")
def contractors(solved: SolvedPlan, _: Tables) -> list[str]:
    """How many people from outside are ended."""
    return contractor_sentences(solved.plan)


@TEXT.sentence("work", "work")
def cost_of_an_hour(solved: SolvedPlan, _: Tables) -> str:
    """What an hour of work costs by people, with AI and automated."""
    i, p = solved.plan.inputs, solved.problem.setting.options.parameters
    firm, cells = solved.problem.setting.firm, i.cells
    hour = firm.payroll / firm.headcount / p["hours_per_fte"]
    good = float(np.average(cells.good[:, -1], weights=cells.table["hours"])) if len(cells.table) else 0.0
    augmented, automated = (
        p[f"tokens_per_{mode}_hour"] * p["api_price"] + p[f"software_per_{mode}_hour"]
        for mode in ("augmented", "automated")
    )
    with_ai = augmented_cost(hour, p["saving_other"], augmented)
    by_system = automated_cost(hour, good, p["review_cost_share"], automated)
    return (
        f"An hour of work at average pay costs {priced(hour)} if people do it alone. With AI it costs "
        f"{priced(with_ai)} if AI saves {p['saving_other']:.0%} of the time. Automated it costs "
        f"{priced(by_system)}, review and rework included, at the quality of the last quarter. Review and "
        "rework decide this cost, not the price of tokens."
    )


@TEXT.sentence("work", "work")
def work_with_ai(solved: SolvedPlan, _: Tables) -> str:
    """How much of the work is done with AI in the end."""
    figures = solved.plan_totals
    return (
        f"In the last quarter {figures.automated:.0%} of the work is automated under people's review and "
        f"{figures.augmented:.0%} is done by people working with AI."
    )


@TEXT.sentence("work", "work")
def systems_put_up(solved: SolvedPlan, _: Tables) -> list[str]:
    """How many systems are put up, and at what cost."""
    return systems_sentences(solved.plan)


@TEXT.sentence("caveats")
def notes(solved: SolvedPlan, _: Tables) -> list[str]:
    """How the firm was put together."""
    return [note.sentence for note in solved.problem.notes]


@TEXT.sentence("caveats")
def quits_of_earlier_years(solved: SolvedPlan, _: Tables) -> list[str]:
    """That the rate of quits is a sector's of some years ago, where it is."""
    return foreign_quits(solved.problem)


_PROJECTIONS = " (BLS Employment Projections 2024–34)"


@TEXT.sentence("caveats")
def quits_by_role(solved: SolvedPlan, _: Tables) -> str:
    """How far quits differ between roles with people in them; nothing where they are alike."""
    inputs, roles = solved.plan.inputs, solved.problem.setting.firm.roles
    monthly = pd.Series(1 - (1 - inputs.quits) ** (1 / MONTHS_A_QUARTER), index=inputs.roles)
    monthly = monthly[inputs.headcount > 0].sort_values()
    low, high = (float(monthly.iloc[end]) for end in (0, -1))
    if high - low < _ALIKE:
        return ""
    least, most = (str(roles["title"].get(monthly.index[end])) for end in (0, -1))
    mean = inputs.options.parameters["quits_per_month"]
    return (
        f"Quits differ by role: {low:.2%} a month in {least}, {high:.2%} in {most}, {mean:.2%} on average. "
        "The differences are those of exits and transfers by occupation"
        f"{_PROJECTIONS * shown_money().is_home}."
    )


@TEXT.sentence("caveats")
def hands_on(solved: SolvedPlan, tables: Tables) -> str:
    """Hands-on work of an office is mostly watching screens and papers: said where much is automated."""
    activities, row = tables["activities"], tables["kinds"].set_index("kind").loc[_HANDS_ON]
    share = row["automated"] / row["hours"] if row["hours"] > 0 else 0.0
    if share <= _SURPRISING:
        return ""
    most = activities[activities["kind"] == _HANDS_ON].nlargest(_NAMED, "automated")
    named = "; ".join(str(title) for title in most["title"])
    return (
        f"{share:.0%} of the work called hands-on is automated. Each of the 37 activities is assigned to one "
        f"kind of work, the same in all jobs. {_at_desks(solved):.0%} of these automated hours are in "
        "management, business, computer, legal, sales and office roles. There the activity means watching "
        f"systems, accounts and papers rather than machines and materials. Most of it: {named}."
    )


def _at_desks(solved: SolvedPlan) -> float:
    """The share of automated hands-on hours that comes from roles at a desk."""
    cells = solved.plan.inputs.cells
    firm = solved.problem.setting.firm
    roles = firm.roles["occupation"].reindex(solved.plan.inputs.roles).fillna("")
    at_desk = begins(pd.Index(roles), country(firm.country).desk)
    hours = solved.plan.automated[cells.entry_cell, -1] * cells.entry_share
    hours = hours * (cells.entry_kind == _HANDS_ON).to_numpy()
    total = float(np.sum(hours))
    return float(hours[at_desk[cells.entry_role]].sum() / total) if total > 0 else 0.0


@WHOLE.sentence("people", "people")
def largest_falls(_: WholePlan, tables: Tables, __: MovedInputs) -> str:
    """The roles that lose most positions."""
    roles = tables["roles"]
    falling = roles[roles["delta"] < 0].head(3)
    named = "; ".join(f"{row['title']} ({row['delta']:+,.0f})" for _, row in falling.iterrows())
    return f"Largest falls against the baseline, in positions: {named}." if named else ""


@WHOLE.sentence("people", "people")
def coordination(whole: WholePlan, _: Tables, __: MovedInputs) -> str:
    """What the rule that coordination follows people adds to one by which it follows the work."""
    solved, without = whole.first.solved, whole.cases.plans.get(WORK_LED)
    if without is None:
        return ""
    plan, base = solved.free, solved.base
    with_rule = base.positions[-1] - plan.positions[-1]
    fixed = base.positions[-1] - without.positions[-1]
    eta = plan.inputs.options.parameters["coordination_elasticity"]
    share = plan.inputs.coordination.sum() / (plan.inputs.coordination.sum() + plan.inputs.work.sum())
    return (
        f"Activities that coordinate people take {share:.0%} of all hours. They belong to two kinds of work, "
        "managing and coordinating. Their hours are assumed to follow headcount: "
        f"10% fewer people need {1 - 0.9**eta:.0%} less coordination. This gives {with_rule:,.0f} fewer "
        "positions. If they follow the work instead, it is "
        f"{fixed:,.0f} fewer."
    )


@WHOLE.sentence("people", "people")
def near_optimal(whole: WholePlan, _: Tables, __: MovedInputs) -> str:
    """Positions and layoffs of plans that cost nearly as little."""
    low, high = whole.ranges.positions
    fewest = whole.ranges.fewest_layoffs
    need = f"at least {fewest:,.0f} layoffs" if fewest >= 1 else "no layoffs"
    return (
        f"Plans that cost at most 0.5% more than the cheapest end with {low:,.0f} to {high:,.0f} positions. "
        f"They need {need}."
    )


@WHOLE.sentence("money", "finance/reasons")
def compute_and_payroll(whole: WholePlan, _: Tables, __: MovedInputs) -> str:
    """What compute and people cost over the plan."""
    figures = whole.first.solved.plan_totals
    return (
        f"Over the plan, compute for the firm's own work costs {money(figures.compute + figures.capex)} and "
        f"payroll {money(figures.payroll)}."
    )


@WHOLE.sentence("money", "finance/reasons")
def freed_pay(_: WholePlan, tables: Tables, __: MovedInputs) -> str:
    """How much pay a cut frees, against capital expenditure; nothing where there is no such cut."""
    funding = tables["funding"]
    settings = funding[funding["setting"] != OWN_MIX]
    if settings.empty:
        return ""
    freed = [money(settings["freed_bn"].agg(end) * BILLION_IN_MILLIONS) for end in ("min", "max")]
    return (
        f"{settings['jobs'].iloc[0]:,.0f} exits free {' to '.join(dict.fromkeys(freed))} of pay a year, "
        f"depending on the pay per head. That is {settings['share_of_capex_low'].min():.1%} to "
        f"{settings['share_of_capex_high'].max():.1%} of the year's capital expenditure."
    )


@WHOLE.sentence("money", "finance/reasons")
def gpus_for_products(whole: WholePlan, tables: Tables, _: MovedInputs) -> list[str]:
    """Whether positions pay for GPUs for products."""
    return product_sentences(whole.first.solved, whole.products, tables["limits"])


@WHOLE.sentence("response")
def growth(whole: WholePlan, _: Tables, __: MovedInputs) -> list[str]:
    """Substitution and scale, and at which price response AI would make the firm grow."""
    return [] if whole.response is None else growth_sentences(whole.response.effect)


@WHOLE.sentence("limits")
def binding_limits(_: WholePlan, tables: Tables, __: MovedInputs) -> list[str]:
    """What each binding limit costs."""
    return list(tables["limits"].query("decides")["sentence"])


@WHOLE.sentence("alternatives", "near")
def kept_for_little(whole: WholePlan, tables: Tables, _: MovedInputs) -> str:
    """How many positions can be kept for little."""
    table, within = tables["alternatives"], whole.first.setup.within
    jobs = table[table["alternative"] == JOBS].dropna(subset="positions")
    more = jobs["positions"].iloc[0] - table["positions"].iloc[0] if len(jobs) else 0.0
    if more < 1:
        return ""
    return (
        f"{more:,.0f} more positions can be kept at the end for {within:.1%} more cost in present value "
        f"({money(jobs['extra_cost'].iloc[0])})."
    )


@WHOLE.sentence("alternatives", "near")
def first_kept(_: WholePlan, tables: Tables, __: MovedInputs) -> str:
    """What the first positions that are kept cost each."""
    first = tables["frontier"].dropna(subset="cost_per_job").head(1)
    if first.empty:
        return ""
    more = first["positions"].iloc[0] - tables["alternatives"]["positions"].iloc[0]
    return (
        f"The first {more:,.0f} of them cost {priced(first['cost_per_job'].iloc[0])} each in present value."
    )


@WHOLE.sentence("tipping_points")
def turning_inputs(_: WholePlan, tables: Tables, __: MovedInputs) -> list[str]:
    """What each input that was moved does, as its row says."""
    return list(tables["tipping_points"]["sentence"])


@WHOLE.sentence("tipping_points", "work/rests", BULLETS, after="rests_on")
def quits_and_ramp(whole: WholePlan, _: Tables, __: MovedInputs) -> list[str]:
    """Whether fewer quits bring layoffs and a slower installation takes them away."""
    return _quits_and_ramp(whole.tipping_points)


@WHOLE.sentence("tipping_points", "work/rests", BULLETS, after="quits_and_ramp")
def of_the_free_plan(whole: WholePlan, _: Tables, __: MovedInputs) -> str:
    """That inputs were moved in the plan without the cut, where one is imposed."""
    is_cut = whole.first.solved.plan.inputs.options.exits is not None
    return "All of this is for the plan without the imposed cut." if is_cut else ""


@WHOLE.sentence("grouping", "people", NOTE, after="people")
def grouped_roles(_: WholePlan, tables: Tables, __: MovedInputs) -> list[str]:
    """What is computed on grouped roles."""
    return grouping_sentences(tables["roles"], tables["groups"])


@WHOLE.sentence("assumptions", "assumptions")
def to_replace(_: WholePlan, __: Tables, moved: MovedInputs) -> str:
    """Which assumptions to replace first by own figures."""
    p, first = moved.parameters, replace_first(moved)
    if not first:
        return ""
    named = "; ".join(f"{p.about(name).says} ({p.about(name).grade.value})" for name in first)
    count = _COUNTED.get(len(first), f"these {len(first)}")
    return f"Replace {count} by your own figures first (grade of evidence in brackets): {named}."


_COUNTED = {1: "this one", 2: "these two", 3: "these three", 4: "these four", 5: "these five"}


def _quits_and_ramp(found: Sequence[TippingPoint]) -> list[str]:
    """Whether fewer quits bring layoffs and a slower installation takes them away, as far as was solved.

    found : inputs that were moved
    """
    by_name = {one.name: one for one in found}
    lines = []
    quits = by_name.get("quits_per_month")
    if quits is not None:
        lines.append(_fewer_quits(quits))
    ramp = by_name.get("adoption_width")
    if ramp is not None:
        lines.append(_slower(ramp))
    return lines


def _fewer_quits(one: TippingPoint) -> str:
    start = f"If fewer people quit ({one.low:.1%} a month instead of {one.now:.1%}), there are"
    if one.low in one.impossible_at:
        return f"{start.removesuffix('there are')}no plan is possible within the limits."
    if one.low_layoffs >= SMALL:
        many = "is no plan" if one.high in one.impossible_at else f"are {one.high_layoffs:,.0f}"
        return f"{start} {one.low_layoffs:,.0f} layoffs; at {one.high:.1%} there {many}."
    if one.flips_at is not None and one.flips_at < one.now:
        then = "No plan is possible" if one.flips_to is Answer.NO_PLAN else "Layoffs begin"
        return f"{start} still no layoffs. {then} below about {one.flips_at:.2%} a month."
    return f"{start} no layoffs."


def _slower(one: TippingPoint) -> str:
    slowest, fastest = (middle_half(end) for end in (one.high, one.low))
    slow = f"With the slowest installation ({slowest:.0f} quarters from 25% to 75% of it) there"
    fast = f"with the fastest ({fastest:.0f} quarters)"
    if one.impossible_at:
        none = "is no plan within the limits"
        at_slow, at_fast = (
            none if end in one.impossible_at else f"are {exits:,.0f} layoffs"
            for end, exits in ((one.high, one.high_layoffs), (one.low, one.low_layoffs))
        )
        return f"{slow} {at_slow}, {fast} there {at_fast}."
    slow = f"{slow} are"
    if max(one.low_layoffs, one.high_layoffs) < SMALL:
        return f"{slow} no layoffs, and {fast} none either. Speed changes how many positions end, not how."
    at_slow = f"{one.high_layoffs:,.0f}" if one.high_layoffs >= SMALL else "no"
    at_fast = f"{one.low_layoffs:,.0f}" if one.low_layoffs >= SMALL else "none"
    return f"{slow} {at_slow} layoffs, and {fast} {at_fast}."
