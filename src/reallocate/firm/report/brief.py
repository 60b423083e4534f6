"""A plan for those who decide: the answer, cut or wait, money, people, promises, doubts and decisions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reallocate.firm.alternatives.page import standing
from reallocate.firm.cut.text import TEXT as CUT
from reallocate.firm.model.words import SMALL, money
from reallocate.firm.own_plan.page import TEXT as OWN_PLAN
from reallocate.firm.plan.accounts import CASH_ITEMS
from reallocate.firm.plan.parts import picked, source_words, text_of
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.report.answer import (
    LAYOFFS,
    OUTLAY,
    answer_blocks,
    cut_line,
    decided_exits,
    figures,
    headline_row,
    rests_line,
)
from reallocate.firm.report.charts import PAYBACK, WHO_IS_AFFECTED
from reallocate.firm.report.text import TEXT, WHOLE
from reallocate.kernel.blocks import BY_FIVES, Brief, Grid, Part, Plot
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import is_number, say, sentence
from reallocate.kernel.table import Range
from reallocate.render.result import Result

_MOST_ROLES, _MOST_PROMISES, _MOST_POINTS, _MOST_FURTHER = 6, 5, 5, 6
"""Rows and statements of a part."""
_CUT_ROWS = ("cost", "cash", "work_undone", "one_off", "positions", "layoffs", "hires")


def brief(result: Result) -> Brief:
    """The six parts; of a first answer the first four."""
    made = (
        ("Scenario", str(result.facts["name"])),
        ("Version", f"reallocate {result.facts['version']}"),
        ("Estimate of what AI can do", source_words(str(result.facts["headline_source"]))),
        ("Status", result.status.text.partition(".")[0]),
    )
    return Brief((_answer(result), _cut_or_wait(result), _money(result), _who(result), *_rest(result)), made)


def _rest(result: Result) -> tuple[Part, ...]:
    """Promises and doubts, whose figures a first answer does not have."""
    return (_promises(result), _doubts(result)) if result.is_whole else ()


def _sources(result: Result, *names: str) -> str:
    """Where the figures of these tables come from, each source once."""
    sentences = (line for name in names for line in result.kind.table(name).source.split(". "))
    return " ".join(f"{line.rstrip('.')}." for line in dict.fromkeys(one.rstrip(".") for one in sentences))


def _split(line: str) -> tuple[str, tuple[str, ...]]:
    """The first sentence of a line, and the rest of it."""
    first, full_stop, rest = line.partition(". ")
    return (f"{first}." if full_stop else line), ((rest,) if rest else ())


def _answer(result: Result) -> Part:
    blocks = [line for block in answer_blocks(result) for line in getattr(block, "sentences", ())]
    finding = blocks[0] if blocks else "The answer has no figure."
    own = tuple(picked(result, OWN_PLAN, "cost"))
    return Part(
        "answer", _HEADINGS["answer"], finding, _sources(result, "headline", "headcount"),
        lines=(*own, *blocks[1:], *result.facts.get("title_notes", ())), cards=figures(result),
        plot=_by_quarter(result, "Positions at the end of each quarter [FTE]"),
    )  # fmt: skip


def _by_quarter(result: Result, title: str) -> Plot | None:
    walk = result.in_dollars("headcount")
    if walk.empty:
        return None
    ends = walk.pivot_table(index="period", columns="case", values="end", aggfunc="sum")
    series = {name: tuple(ends[name]) for name in ("plan", "baseline") if name in ends}
    return Plot(title, "line", tuple(map(str, ends.index)), series)


def _cut_or_wait(result: Result) -> Part:
    lines = cut_line(result) or picked(result, CUT, "answer") or ["No cut is compared."]
    finding, rest = _split(lines[0])
    shown = result.grid("cut_or_wait") if result.has("cut_or_wait") else None
    grid = None
    if isinstance(shown, Grid):
        figures = result.kind.table("cut_or_wait").column("figure").words
        wanted = {sentence(figures[name]) for name in _CUT_ROWS}
        rows = tuple(row for row in shown.rows if sentence(row[0]) in wanted)
        grid = replace(shown, rows=rows, note="", caption="The four plans side by side")
    plot = None
    if result.has("cut_paths"):
        paths = result.in_dollars("cut_paths")
        series = {"lay off now": tuple(paths["saved_cut"]), "stop refilling": tuple(paths["saved_freeze"])}
        title = "Cash saved so far against the baseline [USD million]"
        plot = Plot(title, "line", tuple(map(str, paths["period"])), series)
    return Part(
        "cut_or_wait", _HEADINGS["cut_or_wait"], finding, _sources(result, "cut_or_wait"), lines=rest,
        grid=grid, plot=plot,
    )  # fmt: skip


def _money(result: Result) -> Part:
    cash = result.in_dollars("cash")
    lines = tuple(picked(result, TEXT, "cash_against_baseline"))
    if cash.empty:
        return Part("money", _HEADINGS["money"], "Cash is not available.", _sources(result, "cash"))
    drawn = PAYBACK.figures(result.tables)
    finding = PAYBACK.headed(drawn)[0]
    plot = Plot(
        PAYBACK.title, "column", tuple(map(str, drawn["month"])), {"plan": tuple(drawn["cumulative"])}
    )
    return Part(
        "money", _HEADINGS["money"], sentence(finding).rstrip(".") + ".", _sources(result, "cash"),
        lines=lines, grid=_cash_by_year(result, cash), plot=plot,
    )  # fmt: skip


def _cash_by_year(result: Result, cash: pd.DataFrame) -> Grid | None:
    """Cash of the plan less that of the baseline, by year."""
    declared = result.kind.table("cash")
    years = cash.assign(year=cash["period"].astype(str).str.partition(" ")[0])
    sums = years.groupby(["year", "case"], sort=False)[[*CASH_ITEMS, "total"]].sum().unstack("case")
    rows, named = [], list(dict.fromkeys(years["year"]))
    for item in (*CASH_ITEMS, "total"):
        change = sums[item]["plan"] - sums[item]["baseline"]
        if item == "total" or change.abs().max() >= SMALL:
            amounts = {year: float(change[year]) for year in named}
            rows.append({"item": declared.column(item).heading, **amounts, "all": float(change.sum())})
    columns = [
        replace(declared.column("total"), name=name, label=label, signed=True, digits=0)
        for name, label in (*((year, year) for year in named), ("all", "All years"))
    ]
    shown = result.grid(
        "cash", replace(declared.column("case"), name="item", label="Cash out", words={}), *columns,
        rows=pd.DataFrame(rows), caption="Cash, plan less baseline",
    )  # fmt: skip
    return shown if isinstance(shown, Grid) else None


def _who(result: Result) -> Part:
    routes, near = picked(result, TEXT, "routes"), picked(result, WHOLE, "near_optimal")
    name = "groups" if "groups" in result.tables else "roles"
    found = WHO_IS_AFFECTED.finding(WHO_IS_AFFECTED.figures(result.tables)) if name == "groups" else ""
    roles = result.in_dollars(name)
    finding = f"{found}." if found else next(iter(text_of(result, "people")), _losing(roles))
    shown = informative_ranges(roles) if "delta_low" in roles else roles
    shown = shown[shown["headcount"].ge(BY_FIVES) | shown["headcount"].eq(0)]
    order = shown["delta"].abs().sort_values(ascending=False, kind="stable").index
    most = shown.loc[order].head(_MOST_ROLES)
    ranged = (Range("Near-optimal plans", "delta_low", "delta_high"),) if "delta_low" in most else ()
    grid = result.grid(
        name, "title", "headcount", "baseline_end", "plan_end", "delta", *ranged, rows=most,
        caption="Roles that change most",
    )  # fmt: skip
    kinds = result.in_dollars("kinds")
    title = "Change of positions by kind of work, against the baseline [FTE]"
    plot = Plot(title, "bar", tuple(map(str, kinds["kind"])), {"plan": tuple(kinds["delta"])})
    return Part(
        "who", _HEADINGS["who"], finding, _sources(result, name, "kinds"),
        lines=(*routes, *near),
        grid=grid if isinstance(grid, Grid) else None, plot=plot if len(kinds) else None,
    )  # fmt: skip


def _losing(roles: pd.DataFrame) -> str:
    """How many roles end with fewer positions than the baseline, and which of them with the fewest."""
    losing = roles[roles["delta"] <= -SMALL]
    if losing.empty:
        return "No role loses positions against the baseline."
    title, delta = losing.sort_values("delta", kind="stable")[["title", "delta"]].iloc[0]
    several = f"{len(losing)} roles end" if len(losing) > 1 else "One role ends"
    return f"{several} with fewer positions than the baseline; {title} lose most, {-delta:,.0f}."


def _promises(result: Result) -> Part:
    further = result.in_dollars("refused")
    made = result.in_dollars("promises")
    binding = int(made["binding"].eq("binding").sum())
    words = f"{_counted(len(made))} in force; loosening {binding or 'none'} of them would save money."
    finding = words if len(made) else "The scenario makes no promise and sets no limit."
    grid = result.grid(
        "promises", "promise", "level", *(("price",) if "price" in made else ()), "up", "down",
        rows=made.head(_MOST_PROMISES),
        caption="Promises and limits in force",
    )  # fmt: skip
    priced = further[further["extra_cost"].abs().gt(SMALL)].head(_MOST_FURTHER)
    title = "What further promises would cost, present value [USD million]"
    named = tuple(priced["alternative"].map(sentence))
    plot = Plot(title, "bar", named, {"plan": tuple(priced["extra_cost"])})
    free = further.loc[further["extra_cost"].abs().le(SMALL), "alternative"].map(str).tolist()
    lines = (f"Kept by this plan at no cost: {', '.join(free)}.",) if free else ()
    return Part(
        "promises", _HEADINGS["promises"], finding, _sources(result, "promises", "refused"),
        lines=(*lines, *text_of(result, "alternatives")),
        grid=grid if isinstance(grid, Grid) else None, plot=plot if len(priced) else None,
    )  # fmt: skip


def _counted(promises: int) -> str:
    return "1 promise or limit" if promises == 1 else f"{promises} promises and limits"


def _doubts(result: Result) -> Part:
    finding, rest = _split(" ".join(rests_line(result)) or "No input was moved.")
    sources = result.in_dollars("sources").dropna(subset=["positions"])
    title = "Change of positions under each estimate of what AI can do [FTE]"
    named = tuple(sources["source"].map(source_words))
    plot = Plot(title, "bar", named, {"plan": tuple(sources["positions"])})
    return Part(
        "doubts", _HEADINGS["doubts"], finding, _sources(result, "sources", "tipping_points"),
        lines=(*rest, *standing(result)), asked="Decisions asked for", points=tuple(decisions(result)),
        plot=plot if len(sources) > 1 else None,
    )  # fmt: skip


def decisions(result: Result) -> list[str]:
    """What those who read it are asked to decide."""
    asked = [*_cut_decision(result)]
    outlay = headline_row(result, OUTLAY)
    if outlay is not None and float(outlay["plan"]) >= SMALL:
        quarter = result.facts.get("largest_outlay_quarter")
        when = f", reached in {quarter}" if quarter else ""
        asked.append(f"Approve an outlay of up to {money(float(outlay['plan']))} ahead of savings{when}.")
    layoffs = headline_row(result, LAYOFFS)
    if layoffs is not None and float(layoffs["plan"]) >= SMALL:
        asked.append(
            f"Decide on {float(layoffs['plan']):,.0f} layoffs, and on the notice that is due before them."
        )
    made = len(result.in_dollars("promises")) if result.has("promises") else 0
    asked.append(
        f"Confirm what is promised: {_counted(made)}." if made
        else "Say which promises to make to the people affected: none is made so far."
    )  # fmt: skip
    judged = _first_inputs(result)
    if judged:
        asked.append(f"Replace by figures of your own first: {judged}.")
    return asked[:_MOST_POINTS]


def _cut_decision(result: Result) -> list[str]:
    if not result.has("cut_or_wait"):
        return []
    table = result.in_dollars("cut_or_wait").set_index("figure")
    exits, haste = table["cut"].get("exits"), table["haste"].get("cost")
    if not (is_number(exits) and is_number(haste)):
        return []
    much = (
        f"{money(abs(haste))} {'more' if haste >= 0 else 'less'} than stopping "
        f"refills{_of_it(table['haste'])}"
    )
    if decided_exits(result):
        return [f"Confirm or drop the layoff of {exits:,.0f} people, which costs {much}."]
    return [f"Say how large the firm should be; laying off {exits:,.0f} people to get there costs {much}."]


def _of_it(haste: pd.Series) -> str:
    """Haste in cash and in work left undone; nothing where it is not known."""
    cash, undone = haste.get("cash"), haste.get("work_undone")
    if not (is_number(cash) and is_number(undone)):
        return ""
    paid = f"{money(abs(cash))} {'more' if cash >= 0 else 'less'} in cash"
    lost = f"{money(abs(undone))} {'more' if undone >= 0 else 'less'} in work left undone"
    return f" ({paid}, {lost})"


def _first_inputs(result: Result) -> str:
    """The judgements that move positions most."""
    if not result.has("tipping_points"):
        return ""
    table = result.in_dollars("tipping_points")
    judged = table[table["grade"] != Grade.OWN.value].copy()
    swing = (judged["positions_at_high"] - judged["positions_at_low"]).abs()
    first = judged.loc[swing.sort_values(ascending=False, kind="stable").index].head(2)
    named = [
        f"{str(row['input']).partition(';')[0]} ({say(row['now'], str(row['unit']))} assumed)"
        for _, row in first.iterrows()
    ]
    return "; ".join(named)


_HEADINGS = {
    "answer": "The answer",
    "cut_or_wait": "Cut or wait?",
    "money": "Money by month",
    "who": "Who is affected",
    "promises": "Promises and their price",
    "doubts": "Doubts and decisions",
}
"""Parts of the brief -> what they are about."""
