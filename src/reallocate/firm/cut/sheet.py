"""A cut as two printed pages for the works council, or for the board; both compare it with waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd

from reallocate.firm.cut.sheet_tables import DIRECTING, FREE, GROUPS, MOVED, PROMISES, RULED_OUT
from reallocate.firm.cut.sheet_text import SHEET, a_person, million
from reallocate.firm.cut.tables import NAME
from reallocate.firm.plan.calendar import CALENDAR, READING
from reallocate.kernel.blocks import Block, Bullets, Grid, Head, Prose, Section, Sheet
from reallocate.kernel.errors import InputError, NotComputed, Problem
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import NOT_AVAILABLE, cell, listed, with_sign
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR
from reallocate.render.provenance import unrecognised
from reallocate.render.readers import READERS
from reallocate.render.result import Result
from reallocate.roster.disclosure import FEWEST, MOST_FIGURES, money_figures, to_figures

Reader = Literal["council", "board"]
LEFT_OUT = "promises_left_out"
"""Among a cut's facts: promises of the plan that it was made of, which the sheet leaves out, in words."""
_POOLED = 100
"""[positions] Smaller groups stand together."""
_INDUSTRY, _ROUNDED = "Industry figures, no personnel file", "Exact figures of the firm, rounded"
_FOOT = (
    "What this sheet does not say: a scenario is no forecast. Who quits is not chosen. That the wanted "
    "people leave, or that overload drives quits, is not in it. Roles, not people: no person is scored. "
    "Whether a plan is fair or lawful is not computed. Made with reallocate from {}{}."
)
_PUBLIC, _OF_A_FILE = "public data", "the firm's figures and public data"
"""What a sheet is made from."""
_LEFT_OUT = "The plan promises {}. This sheet leaves that out, to show what laying off would cost."
_YEARS = ("First year", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_TWO_WAYS = "Lay off now, stop refilling, difference"
_SAME = 0.5
"""[positions]"""


def sheet(result: Result, reader: Reader) -> Sheet:
    """Two pages for one reader, of a cut whose doubts are solved.

    Of a personnel file they show groups of ten people and more, and few amounts of money, rounded: every
    further one would tell more of what single people are paid.
    Raises `NotComputed` where what turns it was not solved, `InputError` where the firm is too small.
    """
    if not is_whole(result):
        remedy = "Run it again without --quick."
        what = "a sheet needs what turns the cut, which was not solved"
        raise NotComputed(Problem(what, "--quick", remedy))
    if result.is_exact and not shared_figures(result):
        what = "the firm is too small for a sheet: every amount would tell what people are paid"
        raise InputError(Problem(what, result.title, "Keep the result to yourself."))
    pages = (_council if reader == "council" else _board)(result)
    parts = () if result.is_exact else ("of_the_difference",)
    lead = {
        "council": ("quits_get_there", "not_smaller", *parts, "pays_beyond"),
        "board": ("quits_get_there", "in_cash", "size_gives_back"),
    }[reader]
    about = _ROUNDED if result.is_exact else _INDUSTRY
    finding = " ".join(_sentences(result, f"{reader}_finding"))
    firm = result.title.replace(" FTE", " positions")
    promised = result.facts.get(LEFT_OUT) or ()
    kept = [_LEFT_OUT.format(listed(promised))] if promised else []
    words = " ".join([*_sentences(result, *lead), *unrecognised(result.facts), *kept])
    sources = " (BLS, O*NET)" if shown_money().is_home else ""
    foot = _FOOT.format(_OF_A_FILE if about == _ROUNDED else _PUBLIC, sources)
    return Sheet(READERS[reader], firm, about, finding, words, pages, foot)


def shared_figures(result: Result) -> int:
    """Significant figures of money on the sheets of a personnel file; none where it has too few people."""
    return money_figures(float(result.in_dollars(GROUPS)["today"].sum()))


def _figures(result: Result) -> int:
    """The same of a sheet; none where no personnel file is behind it, and amounts stand as they are."""
    return shared_figures(result) if result.is_exact else 0


def is_whole(result: Result) -> bool:
    """Whether a cut has everything that a sheet shows: what turns it, who is affected, what promises cost."""
    needed = {GROUPS: MOVED, PROMISES: FREE}
    has_tables = all(name in result.tables and one in result.in_dollars(name) for name, one in needed.items())
    return has_tables and result.has("turns")


def _sentences(result: Result, *names: str) -> list[str]:
    return SHEET.picked(result.text, *names)


def _council(result: Result) -> tuple[Sequence[Section], ...]:
    size = result.in_dollars(NAME).set_index("figure")["cut"]["size"]
    steps = result.in_dollars("cut_steps").set_index("step")["cost"]
    figures = _figures(result)
    gives = f"Holding there gives back {million(steps['size'], figures)}."
    parts = Section("parts", _finding_of(result, "haste_parts"), [result.picture("haste_parts")])
    return (
        (
            Section("compared", _TWO_WAYS, [side_by_side(result, figures=figures), _how(result)]),
            *(() if result.is_exact else (parts,)),
            Section("bears", "Who bears it", [_bears(result)]),
            Section(
                "size", f"Is {cell(size, 'positions')} right? {gives}",
                [Prose((" ".join(_sentences(result, "is_the_size_right")),))],
            ),
        ),
        (
            Section("who", "Who is affected", [_groups(result), Prose((_GROUPED,), "note")]),
            Section("questions", "Ask the employer", [Bullets(_sentences(result, "questions"), True)]),
            Section("promises", "Promises and what each costs the firm", [_promises(result, figures)]),
            *_calendar(result),
            Section("sure", "How sure this is", [_cheaper(result) if figures else _sure(result)]),
        ),
    )  # fmt: skip


def _calendar(result: Result) -> list[Section]:
    """Consultation, notice and exits, where the law of the country is known."""
    if not result.has(CALENDAR):
        return []
    shown = ("step", "period", "day", "until", "who", "layoffs")
    return [Section(CALENDAR, "Calendar", [result.grid(CALENDAR, *shown, note=READING)])]


_GROUPED = (
    "Full-time positions over the plan: first laying off now, then stopping refills instead. Moved: from "
    "other groups, less to them. Which roles shrink is the cheapest choice, not a decision."
)


def _board(result: Result) -> tuple[Sequence[Section], ...]:
    figures = _figures(result)
    heading = "From doing nothing to the cut" if figures else _finding_of(result, "cut_steps_chart")
    cash = Section("cash", _cash_finding(result), [result.picture("cash"), _by_year(result)])
    return (
        (
            Section("decisions", "Decisions asked for", [Bullets(_sentences(result, "decisions"), True)]),
            Section(
                "steps", heading,
                [
                    *(() if figures else (result.picture("cut_steps_chart"),)),
                    _steps(result, figures), _how(result),
                ],
            ),
            *(() if figures else (cash,)),
        ),
        (
            Section("compared", _TWO_WAYS, [side_by_side(result, figures=figures)]),
            Section("bears", "Who bears it", [_bears(result)]),
            Section("promises", "Promises and what each costs the firm", [_promises(result, figures)]),
            Section(
                "turns", "What would change the answer", [_cheaper(result) if figures else _turns(result)]
            ),
        ),
    )  # fmt: skip


def _finding_of(result: Result, chart: str) -> str:
    declared = result.kind.chart(chart)
    return with_sign(declared.headed(declared.figures(result.tables))[0])


def _how(result: Result) -> Block:
    periods = result.facts["periods"]
    decided = periods[_first_quarter(result)]
    kept = (result.facts["scenario"].get("exits") or {}).get("after", "closed")
    closed = "closed for good" if kept == "closed" else "refilled after a pause"
    return Prose(
        (
            f"Lay off: in {decided}, {closed}. Stop refilling: quits are not replaced until the firm is as "
            f"small. {' '.join(_sentences(result, 'discounted'))} The plan has {len(periods)} quarters, from "
            f"{periods[0]} on, in {shown_money().nation}.",
        ),
        "note",
    )


def _first_quarter(result: Result) -> int:
    """The quarter of the cut, from 0; the first one where an earlier version did not note it."""
    return int(result.facts.get("exits_quarter") or 0)


def _heads(first: str, *others: str) -> tuple[Head, ...]:
    return (Head(first), *(Head(one, number=True) for one in others))


def signed_million(amount: float, figures: int = 0) -> str:
    """An amount with its sign: +$237 m; [USD million].

    figures : significant ones that it is rounded to; as many as are written where none are named
    """
    size, sign = abs(shown_money().of(amount)), shown_money().sign
    size = to_figures(size, figures) if figures else size
    if size < _LEAST:
        return "nothing"
    return f"{'−' if amount < 0 else '+'}{sign}{size:,.{0 if size >= 10 else 1}f} m"


_LEAST = 5e-2
"""[USD million]"""


def side_by_side(result: Result, in_short: bool = False, figures: int = 0) -> Grid:
    """The two ways side by side, and what one is more than the other.

    in_short : without what is the same in both, or part of another row
    figures : significant ones of money for sharing, and fewer amounts; none where it is not for sharing
    """
    rows, periods = result.in_dollars(NAME).set_index("figure"), result.facts["periods"]
    first, takes = _first_quarter(result), rows["freeze"]["quarters_to_size"]
    size = cell(rows["cut"]["size"], "positions")
    by = ("not in this plan", "–")
    if takes == takes:
        place, more = min(first + int(takes) - 1, len(periods) - 1), int(takes) - 1
        by = (f"end of {periods[place]}", f"{more} quarter{'s' * (more != 1)}" if more else "the same")
    each = rows["haste"]["haste_per_exit"]
    undone = "Work undone until quits make room", "", "", signed_million(rows["haste"]["work_undone"])
    made = [
        _people(rows, "layoffs", "People laid off"),
        _people(rows, "quits", "People who quit"),
        _people(rows, "hires", "People hired"),
        (f"{size} positions are reached by", f"end of {periods[first]}", *by),
        *([] if in_short else _further(rows, figures)),
        ("All cash, later years counted", "", "", signed_million(rows["haste"]["cash"], figures)),
        undone if not figures else (),
        (
            f"Laying off costs {'more' if each >= 0 else 'less'} by", "", "",
            f"{million(rows['haste']['cost'], figures)}, {a_person(each, figures or MOST_FIGURES)} a person",
        ),
    ]  # fmt: skip
    heads = _heads("Over the plan", "Lay off now", "Stop refilling", "Difference")
    return Grid(_TWO_WAYS, heads, tuple(row for row in made if row))


def _further(rows: pd.DataFrame, figures: int) -> list[tuple[str, ...]]:
    """Positions at the end, work undone at worst, and what is spent once, which is not for sharing."""
    end = _people(rows, "positions", "Positions at the end", "set by the question")
    return [end, *_undone(rows), *([] if figures else _one_off(rows))]


def _undone(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Work undone in the worst quarter; nothing where an earlier version did not note it."""
    if "undone_most" not in rows.index:
        return []
    cut, freeze = (float(rows[name]["undone_most"]) for name in ("cut", "freeze"))
    apart = f"{100 * (cut - freeze):+.1f} points".replace("-", "−")
    return [("Work undone in the worst quarter", f"{cut:.1%}", f"{freeze:.1%}", apart)]


def _one_off(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    if "one_off" not in rows.index:
        return []
    cut, freeze = (float(rows[name]["one_off"]) for name in ("cut", "freeze"))
    plain = (signed_million(one).lstrip("+") for one in (cut, freeze))
    return [("Severance, notice, hiring, installing AI", *plain, signed_million(cut - freeze))]


def _people(rows: pd.DataFrame, figure: str, words: str, same: str = "0") -> tuple[str, ...]:
    if figure not in rows.index:
        return ()
    cut, freeze = (float(rows[name][figure]) for name in ("cut", "freeze"))
    apart = f"{cut - freeze:+,.0f}".replace("-", "−") if abs(cut - freeze) >= _SAME else same
    return words, f"{cut:,.0f}", f"{freeze:,.0f}", apart


def _bears(result: Result) -> Grid:
    rows = result.in_dollars(NAME).set_index("figure")
    nobody = rows["freeze"]["layoffs"] < _SAME
    stay, applied = _sentences(result, "stay"), _sentences(result, "apply")
    return Grid(
        "Who bears it", (Head("Who"), Head("Lay off now"), Head("Stop refilling")),
        (
            ("Those laid off", *_sentences(result, "laid_off"), "nobody" if nobody else "some as well"),
            ("Those who stay", stay[0], stay[1]),
            ("Those who apply", applied[0], applied[1]),
        ),
    )  # fmt: skip


_FLOWS = {
    "today": "Today", "laid_off": "Laid off", "quits_after": "quit", "hired_after": "hired", MOVED: "moved",
    "end_after": "at the end", "quits": "Quit instead", "hired_instead": "hired", "moved": "moved",
    "end": "at the end", "nothing_end": "If nothing is done",
}  # fmt: skip
"""Columns of groups -> their heads."""
_NET = (MOVED, "moved")


def _groups(result: Result) -> Grid:
    """Groups of 100 positions and more, the others together, then all."""
    table = result.in_dollars(GROUPS)
    new = table["group"].eq(DIRECTING)
    small = table["today"].lt(_POOLED) & ~new
    if result.is_exact and 0 < table["today"][small].sum() < FEWEST:
        small |= table["today"].eq(table["today"][~small & ~new].min())
    pooled = [(f"Other groups ({small.sum()})", table[small])] if small.sum() > 1 else []
    one = small if small.sum() == 1 else small & False
    rows = [
        *((str(row["group"]), table.loc[[at]]) for at, row in table[(~small | one) & ~new].iterrows()),
        *pooled,
        *((DIRECTING, table[new]) for _ in range(int(new.any()))),
        ("All", table),
    ]
    return Grid(
        "Who is affected",
        _heads("Group", *_FLOWS.values()),
        tuple((name, *(_flow(some[flow].sum(), flow in _NET) for flow in _FLOWS)) for name, some in rows),
    )


def _flow(people: float, is_net: bool) -> str:
    """A number of positions; one that adds or takes away with its sign."""
    if not is_net:
        return f"{people:,.0f}"
    return f"{people:+,.0f}".replace("-", "−") if abs(people) >= _SAME else "0"


def _promises(result: Result, figures: int) -> Grid:
    """What each promise costs; of a personnel file whether it costs anything."""
    count = result.in_dollars(NAME).set_index("figure")["cut"]["exits"]
    rows = []
    for one in result.in_dollars(PROMISES).to_dict("records"):
        cost = float(one["cut"])
        each = f", {a_person(cost * MILLION / count)} a person" if cost > _LEAST else ""
        free = float(one[FREE])
        price = _whether if figures else _price
        costs = NOT_AVAILABLE if free != free else price(free)
        told = price(cost) if figures else f"{price(cost)}{each}"
        rows.append((str(one["promise"]), costs, price(float(one["waiting"])), told))
    heads = _heads("Promise", "Cheapest plan", "If refills stop", f"If {count:,.0f} are laid off")
    return Grid("Promises and what each costs the firm", heads, tuple(rows))


def _price(cost: float) -> str:
    return RULED_OUT if cost != cost else signed_million(cost)


def _whether(cost: float) -> str:
    """Whether a promise costs anything."""
    if cost != cost or abs(cost) < _LEAST:
        return _price(cost)
    return "costs money" if cost > 0 else "saves money"


def _cheaper(result: Result) -> Grid:
    """Which way is the cheaper one where something else is assumed; of a personnel file, without amounts."""
    words = result.kind.table("turns").column("change").words
    assumed = result.in_dollars(NAME).set_index("figure")["haste"]["haste_per_exit"]
    told = [("as assumed", _way(assumed))]
    for one in result.in_dollars("turns").to_dict("records"):
        told.append((f"with {words[one['change']]}", _way(float(one["haste_per_exit"]))))
    return Grid("Which way costs less", (Head("If instead …"), Head("The cheaper way")), tuple(told))


def _way(haste: float) -> str:
    if haste != haste:
        return "no plan is possible"
    return "stop refilling" if haste >= 0 else "lay off now"


_TOGETHER = (
    ("low or high severance", ("low_severance", "high_severance")),
    ("hiring and training are cheap or dear", ("cheap_hires", "dear_hires")),
    ("no notice is paid without work", ("no_notice",)),
    ("few or many people quit", ("few_quits", "many_quits")),
    ("customers hardly or strongly react to price", ("low_response", "high_response")),
    ("5%, 10%, 15% or 20% of hours are idle today", ("idle_5", "idle_10", "idle_15", "idle_20")),
    ("10% are idle and few people quit", ("idle_few_quits",)),
)
"""Rows of doubts -> the changes that each tells."""


def _sure(result: Result) -> Grid:
    """What laying off costs more for each person, where something else is assumed."""
    known = result.in_dollars("turns").set_index("change")
    assumed = result.in_dollars(NAME).set_index("figure")["haste"]["haste_per_exit"]
    rows = [("as assumed", _more(assumed))]
    for words, names in _TOGETHER:
        costs = [float(known["haste_per_exit"][name]) for name in names if name in known.index]
        figures = known["figures"][names[0]] if len(names) == 1 and names[0] in known.index else ""
        between = " or " if len(costs) == 2 else ", "
        rows.append((words, between.join(_more(one) for one in costs) or figures))
    return Grid("How sure this is", _heads("If instead …", "Laying off costs more, a person"), tuple(rows))


def _more(usd: float) -> str:
    if usd != usd:
        return "no plan is possible"
    return a_person(usd) if usd >= 0 else f"saves {a_person(usd)}"


def _turns(result: Result) -> Grid:
    """Haste and size under each change."""
    rows = result.in_dollars(NAME).set_index("figure")
    size = float(result.in_dollars("cut_steps").set_index("step")["cost"]["size"])
    words = result.kind.table("turns").column("change").words
    told = [("as assumed", _more(rows["haste"]["haste_per_exit"]), signed_million(size))]
    for one in result.in_dollars("turns").to_dict("records"):
        figures = _more(float(one["haste_per_exit"])), signed_million(float(one["size"]))
        told.append((f"with {words[one['change']]}", *figures))
    heads = _heads("If instead …", "Laying off costs more, a person", "Size gives back, in all")
    return Grid("What would change the answer", heads, tuple(told))


_SIGNS = {"ai": "can only save", "size": "can only cost", "haste": "a finding", "together": ""}


def _steps(result: Result, figures: int) -> Grid:
    """From doing nothing to the cut; of a personnel file the cost of each step alone."""
    words = result.kind.table("cut_steps").column("step").words
    made = result.in_dollars("cut_steps").to_dict("records")
    if figures:
        costs = [
            (str(words[one["step"]]), signed_million(float(one["cost"]), figures), _SIGNS[str(one["step"])])
            for one in made
            if _SIGNS[str(one["step"])]
        ]
        return Grid("From doing nothing to the cut", (*_heads("Step", "Cost"), Head("Sign")), tuple(costs))
    rows = tuple(
        (
            str(words[one["step"]]),
            *(signed_million(float(one[name])) for name in ("cost", "cash", "undone")),
            _SIGNS[str(one["step"])],
        )
        for one in made
    )  # fmt: skip
    heads = (*_heads("Step", "Cost", "of it cash", "work undone, less added"), Head("Sign"))
    return Grid("From doing nothing to the cut", heads, rows)


def _cash_finding(result: Result) -> str:
    cash = float(result.in_dollars("cut_steps").set_index("step")["cash"]["haste"])
    ahead = "waiting" if cash >= 0 else "laying off"
    return f"In cash {'too, ' if cash >= 0 else ''}{ahead} ends {million(cash)} ahead"


def _by_year(result: Result) -> Grid:
    """Cash saved against doing nothing, by year of the plan."""
    table = result.in_dollars("quarters")
    year = pd.Series(range(len(table))) // QUARTERS_A_YEAR
    saved = {
        name: (table["cash_nothing"] - table[f"cash_{name}"]).groupby(year).sum()
        for name in ("free", "freeze", "cut")
    }
    size = cell(result.in_dollars(NAME).set_index("figure")["cut"]["size"], "positions")
    named = {
        "AI, nobody laid off, size free": saved["free"],
        f"Stop refilling until {size}": saved["freeze"],
        "Lay off now": saved["cut"],
        "Lay off less stop refilling": saved["cut"] - saved["freeze"],
    }
    years = [_YEARS[one] if one < len(_YEARS) else f"Year {one + 1}" for one in sorted(set(year))]
    rows = tuple(
        (words, *(signed_million(one) for one in amounts), signed_million(float(amounts.sum())))
        for words, amounts in named.items()
    )
    note = "As paid, not discounted. Work undone is no cash."
    grid = Grid("Cash by year", _heads("Cash saved against doing nothing", *years, "All years"), rows)
    return replace(grid, note=note)
