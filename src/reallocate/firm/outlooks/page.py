"""The plan under several outlooks: tables, sentences and their place on the page."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import statistics_table
from reallocate.firm.model.words import money
from reallocate.firm.outlooks.model import AS_PLANNED, JOINT, LEAST_REGRET, MEAN, WAIT, Strategy, Uncertain
from reallocate.firm.plan.parts import headed, noted
from reallocate.firm.plan.roles import EXTRA_COST, NOTE, SOLVED_AGAIN
from reallocate.kernel.blocks import Block, Prose
from reallocate.kernel.table import Column, Rows, Tables, of_unit, table
from reallocate.kernel.text import BULLETS, Text
from reallocate.kernel.units import MILLION
from reallocate.render.result import Result


def _outlook_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """Each outlook, its own best plan, and what other first years cost more in it."""
    first_years = {"extra_as_made": AS_PLANNED, "extra_joint": JOINT, "extra_least_regret": LEAST_REGRET}
    regret = {column: _costs(uncertain, name) - uncertain.least for column, name in first_years.items()}
    return [
        {
            "outlook": outlook.name,
            "weight": outlook.weight,
            "says": outlook.says,
            "positions": float(plan.positions[-1]),
            "layoffs": float(plan.layoffs.sum()),
            "saved": float(uncertain.alone[place] - plan.objective),
            **{column: float(values[place]) for column, values in regret.items()},
        }
        for place, (outlook, plan) in enumerate(zip(uncertain.outlooks, uncertain.known, strict=True))
    ]


def _costs(uncertain: Uncertain, name: str) -> np.ndarray:
    """(outlook) [USD million] what a strategy costs; unknown where there is no such strategy."""
    one = uncertain.strategy(name)
    return np.full(len(uncertain.outlooks), np.nan) if one is None else one.costs


def _strategy_figures(uncertain: Uncertain, one: Strategy) -> dict[str, object]:
    """What a first year does, saves, costs and regrets; it has no cost where it cannot be followed."""
    first = slice(0, uncertain.quarters)
    least = uncertain.expected(_costs(uncertain, JOINT))
    regret, cost = one.costs - uncertain.least, uncertain.expected(one.costs)
    plans = [plan for plan in one.plans if plan is not None]
    plan = plans[0] if plans else None
    ends = [float(each.positions[-1]) for each in plans]
    impossible = [o.name for o, each in zip(uncertain.outlooks, one.plans, strict=True) if each is None]
    whole = not impossible
    return {
        "strategy": one.name,
        "caution": np.nan if one.caution is None else one.caution,
        "expected_saving": uncertain.expected(uncertain.alone) - cost if whole else np.nan,
        "extra_cost": cost - least if whole else np.nan,
        "worst_saving": -uncertain.worst(one.costs) if whole else np.nan,
        "largest_regret": float(regret.max()) if whole else np.nan,
        "worst_outlook": uncertain.outlooks[int(regret.argmax())].name if whole else "",
        "hires": _sum(plan, "hires", first),
        "layoffs": _sum(plan, "layoffs", first),
        "moved": _sum(plan, "moves", first) + _sum(plan, "to_directing", first),
        "with_ai": np.nan if plan is None else float(plan.with_ai[:, uncertain.quarters - 1].sum() * 1e3),
        "gpus_ordered": _sum(plan, "ordered", first),
        "positions_low": min(ends, default=np.nan),
        "positions_high": max(ends, default=np.nan),
        "note": "" if whole else f"cannot be followed in: {', '.join(impossible)}",
    }


def _sum(plan: Outcome | None, name: str, first: slice) -> float:
    return np.nan if plan is None else float(getattr(plan, name)[..., first].sum())


def _regret_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """What each first year costs more in each outlook than the best plan for it."""
    return [
        {
            "strategy": one.name if one.caution is None else f"{one.name}, caution {one.caution:g}",
            "outlook": outlook.name,
            "extra_cost": float(cost - least),
        }
        for one in uncertain.strategies
        for outlook, cost, least in zip(uncertain.outlooks, one.costs, uncertain.least, strict=True)
    ]


def _information_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """Expected costs side by side: knowing, planning for all, the mean, the plan as made, waiting."""
    if uncertain.strategy(JOINT) is None:
        return []
    least = uncertain.expected(_costs(uncertain, JOINT))
    rows = [("knowing the outlook at the start", least - uncertain.expected(uncertain.least))]
    for question, name in (
        ("planning for all outlooks instead of their mean", MEAN),
        ("planning for all outlooks instead of the original plan", AS_PLANNED),
        ("starting now instead of waiting until the outlook is known", WAIT),
    ):
        rows.append((question, uncertain.expected(_costs(uncertain, name)) - least))
    return [
        {
            "question": question,
            "amount": amount,
            "note": "" if np.isfinite(amount) else "cannot be followed in every outlook",
        }
        for question, amount in rows
    ]


def _reversal_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """Present value by kind of cost: after the first year of the plan as made, and of one who knew."""
    one = uncertain.strategy(AS_PLANNED)
    rows: list[dict[str, object]] = []
    plans = one.plans if one else ()
    for outlook, plan, known in zip(uncertain.outlooks, plans, uncertain.known, strict=False):
        if plan is None:
            continue
        own, best = _by_statistic(plan), _by_statistic(known)
        for name in own.index:
            rows.append(
                {
                    "outlook": outlook.name,
                    "statistic": name,
                    "as_made": float(own[name]),
                    "known": float(best[name]),
                    "extra_cost": float(own[name] - best[name]),
                }
            )
    return rows


def _by_statistic(plan: Outcome) -> pd.Series:
    table = statistics_table(plan)
    return table.groupby("statistic", sort=False)["present_value"].sum()


TEXT = Text()
"""What a plan says of its outlooks, told the strategies, which one outlook does not have, and tables."""
_STRATEGY, _OUTLOOK = Column("strategy"), Column("outlook")


@table(
    "outlooks", "Outlooks",
    _OUTLOOK, Column("weight", unit="share"), Column("says", "What is different"),
    of_unit("FTE", positions="Positions", layoffs="Layoffs"),
    of_unit("USD million", saved="Saved", extra_as_made="Extra cost, original plan",
            extra_joint="Extra cost, joint plan", extra_least_regret="Extra cost, least regret"),
    source=f"{SOLVED_AGAIN} Weights and what differs: the scenario, or the outlooks that ship.",
    show=("outlook", "weight", "says", "positions", "layoffs", "saved", "extra_as_made", "extra_joint"),
    caption="The outlooks: the best plan in each, and the extra cost of other first years",
    note="Saved: cost saved in present value, against the baseline in the same outlook.",
)  # fmt: skip
def _outlooks(uncertain: Uncertain | None) -> Rows:
    """What differs in each outlook, its own best plan, and what other first years cost more in it."""
    return [] if uncertain is None else _outlook_figures(uncertain)


@table(
    "strategies", "First years side by side",
    _STRATEGY, Column("caution", unit="share"),
    of_unit("USD million", expected_saving="Expected saving", extra_cost="Extra cost",
            worst_saving="Saving, worst outlooks", largest_regret="Largest regret"),
    Column("worst_outlook", "Outlook of largest regret"),
    of_unit("FTE", hires="Hires", layoffs="Layoffs", moved="People who change role"),
    Column("with_ai", "Work with AI, year-end", "hours/quarter"),
    Column("gpus_ordered", "GPUs ordered", "GPUs"),
    of_unit("FTE", positions_low="Positions, low", positions_high="Positions, high"), NOTE,
    source=f"{SOLVED_AGAIN} One plan for all outlooks; the rest adapts.",
)  # fmt: skip
def _strategies(uncertain: Uncertain | None) -> Rows:
    """First years side by side: what each saves, costs and regrets."""
    return [] if uncertain is None else [_strategy_figures(uncertain, one) for one in uncertain.strategies]


@table(
    "regret", "Regret by outlook",
    _STRATEGY, _OUTLOOK, EXTRA_COST, source=f"{SOLVED_AGAIN} Against perfect knowledge of the outlook.",
)  # fmt: skip
def regret(uncertain: Uncertain | None) -> Rows:
    """What each first year costs more in each outlook than the best plan for it."""
    return [] if uncertain is None else _regret_figures(uncertain)


@table(
    "information", "Value of information",
    Column("question"), Column("amount", unit="USD million"), NOTE,
    source=f"{SOLVED_AGAIN} Differences of expected cost.",
)  # fmt: skip
def information(uncertain: Uncertain | None) -> Rows:
    """What knowing the outlook, planning for all, and beginning now are worth."""
    return [] if uncertain is None else _information_figures(uncertain)


@table(
    "reversal", "Another outlook than planned",
    _OUTLOOK, Column("statistic"),
    of_unit("USD million", as_made="Original first year", known="Outlook known", extra_cost="Extra cost"),
    source=f"{SOLVED_AGAIN} The plan's first year against perfect knowledge, by kind of cost.",
)  # fmt: skip
def _reversal(uncertain: Uncertain | None) -> Rows:
    """What the plan's first year costs where another outlook comes, by kind of cost."""
    return [] if uncertain is None else _reversal_figures(uncertain)


OUTLOOK_TABLES = (_outlooks, _strategies, regret, information, _reversal)


_WORTH_SAYING = 0.5
"""[USD million]"""


def _worth(tables: Tables) -> tuple[float, float, float]:
    """What knowing, planning for the mean, and waiting cost more; unknown where it is not computed."""
    amounts = tables["information"]["amount"].to_numpy(float)
    if len(amounts) < 4 or not np.isfinite(amounts[0]):
        return np.nan, np.nan, np.nan
    knowing, mean, _, waiting = amounts
    return knowing, mean, waiting


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def knowing(_: Uncertain | None, tables: Tables) -> str:
    """What it would save to know the outlook at the start."""
    saved = _worth(tables)[0]
    if np.isnan(saved):
        return ""
    return (
        f"Knowing the outlook at the start would save {_amount(saved)} on average. No forecast can be worth "
        "more."
    )


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def planning_for_the_mean(_: Uncertain | None, tables: Tables) -> str:
    """What it costs to plan for the average outlook."""
    more = _worth(tables)[1]
    if not np.isfinite(more):
        return ""
    return (
        f"A first year planned for the average of all outlooks costs {_amount(more)} more, "
        "on average over the outlooks, than a first year that allows for each of them."
    )


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def waiting(_: Uncertain | None, tables: Tables) -> str:
    """What it costs to wait until the outlook is known."""
    more = _worth(tables)[2]
    if not np.isfinite(more):
        return ""
    return (
        f"Waiting means no AI systems, orders or exits until the outlook is known. It costs "
        f"{_amount(more)} more than starting now and adapting."
        f"{' Putting AI off does not pay.' if more > _WORTH_SAYING else ''}"
    )


def _amount(million: float) -> str:
    return "next to nothing" if abs(million) < _WORTH_SAYING else money(million)


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def largest_regret(_: Uncertain | None, tables: Tables) -> str:
    """The largest regret of the original plan, and of the first year that keeps it least."""
    every = tables["strategies"].set_index("strategy")
    if not {AS_PLANNED, LEAST_REGRET} <= set(every.index):
        return ""
    made, least = every.loc[AS_PLANNED].to_dict(), every.loc[LEAST_REGRET].to_dict()
    if not np.isfinite(made["largest_regret"]):
        return f"The first year of the original plan {made['note']}."
    hours = (least["with_ai"] / MILLION, made["with_ai"] / MILLION)
    return (
        "Regret is what a first year costs more than the best one for the outlook that comes. The original "
        f"plan's largest regret is {_amount(made['largest_regret'])}, in “{made['worst_outlook']}”. Another "
        f"first year keeps regret to at most {_amount(least['largest_regret'])} in every outlook. It "
        f"hires {least['hires']:,.0f} people instead of "
        f"{made['hires']:,.0f}. At its end {hours[0]:,.2f} million hours a quarter are worked with AI, "
        f"instead of {hours[1]:,.2f}."
    )


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def caution(uncertain: Uncertain | None, tables: Tables) -> str:
    """What more weight on the worst outlooks saves and costs."""
    table = tables["strategies"]
    joint = table[table["strategy"] == JOINT]
    if uncertain is None or len(joint) < 2:
        return ""
    free, careful = joint.iloc[0], joint.iloc[-1]
    better = careful["worst_saving"] - free["worst_saving"]
    if better < _WORTH_SAYING:
        return f"Giving the worst {uncertain.tail:.0%} of outlooks more weight changes next to nothing."
    return (
        f"A cautious first year counts the average cost of all outlooks by {1 - careful['caution']:.0%} and "
        f"that of the worst {uncertain.tail:.0%} of outlooks by {careful['caution']:.0%}. It saves "
        f"{money(better)} more in the worst outlooks and costs {_amount(careful['extra_cost'])} more on "
        "average."
    )


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def another_outlook(_: Uncertain | None, tables: Tables) -> list[str]:
    """What the plan's first year costs where another outlook comes, and by which kind of cost."""
    lines, table = [], tables["reversal"]
    for name in tables["outlooks"]["outlook"]:
        part = table[table["outlook"] == name].sort_values("extra_cost", ascending=False)
        total = part["extra_cost"].sum()
        if len(part) == 0 or total < _WORTH_SAYING:
            continue
        first = part.iloc[0]
        lines.append(
            f"In “{name}” the original first year costs {money(total)} more than with the outlook known. The "
            f"largest item is {first['statistic']} ({money(first['extra_cost'])})."
        )
    return lines


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def planned_in_groups(uncertain: Uncertain | None, _: Tables) -> str:
    """How far from the best a first year made in groups may be."""
    gaps = [] if uncertain is None else [one.gap for one in uncertain.strategies if one.gap > 0]
    if uncertain is None or not gaps:
        return ""
    share = max(gaps) / uncertain.expected(uncertain.least)
    return (
        f"The first year for {len(uncertain.outlooks)} outlooks is planned in groups and averaged. The "
        f"best possible one costs at most {_amount(max(gaps))} less, {share:.2%} of the least cost. Least "
        "regret and waiting are left out."
    )


@TEXT.sentence("outlooks", "outlooks", BULLETS)
def weights(uncertain: Uncertain | None, _: Tables) -> str:
    """That the weights are a judgement."""
    if uncertain is None:
        return ""
    each = ", ".join(f"{outlook.name} {outlook.weight:.0%}" for outlook in uncertain.outlooks)
    return f"The weights are a judgement: {each}. Regret does not depend on them."


_NOT_COMPUTED = "Not computed: the scenario leaves it out, or an outlook has no plan."


@TEXT.block("outlooks")
def compared_outlooks(result: Result) -> list[Block]:
    """The outlooks, first years side by side, and what knowing is worth."""
    if not result.has("strategies"):
        return [Prose((_NOT_COMPUTED,))]
    return [
        result.grid("outlooks"),
        *headed(
            "First years side by side",
            noted(
                result, "strategies", "strategy", "caution", "extra_cost", "worst_saving", "largest_regret",
                "worst_outlook", "hires", "layoffs", "moved", "with_ai", "gpus_ordered", "positions_low",
                "positions_high",
                caption="First-year decisions before the outlook is known, with their extra cost",
                note="Hires, layoffs, GPU orders and systems of the first year are the same in all outlooks. "
                "Later decisions are the best in each. Computed on grouped roles and larger systems. Work "
                "may be left undone at its price, its amount does not answer to cost, and no hiring pause "
                "after layoffs is imposed.",
            ),
        ),
    ]  # fmt: skip
