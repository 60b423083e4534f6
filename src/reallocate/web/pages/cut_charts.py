"""Drawings of a cut: from doing nothing to the cut, what haste is made of, lines, a scale of idle hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from reallocate.kernel.draw.rows import Row, Span, rows
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import cell, rounded, with_sign
from reallocate.web.draw import Bar, alone, both

_LETTER = 8.4
"""Width of a letter of chart text [pixels]."""
_MILLION_IS_ZERO, _BILLION = 1e-6, 1000
"""[USD million] Written as zero below; from here on written in billions."""
_MOST_IDLE = 0.2
"""[share of hours] Right end of the scale of idle hours, the most that is tried."""
_Drawing = Callable[[float], tuple[str, float]]


def dollar_signs(lines: Sequence[str]) -> list[str]:
    """Sentences with the sign of the currency."""
    return [with_sign(line) for line in lines]


def dollars(amount: float) -> str:
    """Dollars to three figures, without a sign: $119,000."""
    shown = shown_money()
    return f"{shown.sign}{cell(abs(float(str(rounded(shown.of(amount), 3)))), 'persons')}"


def _plain(amount: float) -> str:
    """USD million without a sign, as it stands in a finding."""
    size, sign = abs(shown_money().of(amount)), shown_money().sign
    return f"{sign}{size / 1000:,.1f} billion" if size >= _BILLION else f"{sign}{size:,.0f} million"


def _million(amount: float) -> str:
    """USD million as it stands in a chart."""
    is_zero, shown = abs(amount) < _MILLION_IS_ZERO, shown_money()
    return "0" if is_zero else f"{'−' if amount < 0 else '+'}{shown.sign}{abs(shown.of(amount)):,.3g} m"


def _thousand(amount: float) -> str:
    """USD thousand as it stands in a chart."""
    size = round(abs(shown_money().of(amount)) / 1000, 1)
    return f"{'−' if amount < 0 else '+'}{shown_money().sign}{size:,.3g}k" if size else "0"


def steps(result: Any) -> dict[str, Any]:
    """The walk from doing nothing over AI, size and haste to the cut."""
    chart = result.kind.chart("cut_steps_chart")
    found = chart.figures(result.tables)
    bars, looks = [Bar(str(found["step"].iloc[0]), 0.0, "0")], ("fp", "fcm", "fcm", "fc")
    for row, look in zip(found.iloc[1:].itertuples(), looks, strict=True):
        begin = bars[-1].value if len(bars) < len(looks) else 0.0
        bars.append(Bar(str(row.step), begin + float(row.saved), _million(float(row.saved)), look, begin))
    spoken = "; ".join(f"{one.label}: {one.words}" for one in bars)
    return {
        "finding": dollar_signs([chart.headed(found)[0]])[0],
        "picture": both("main", f"{spoken}.", _walk(bars)),
        "table": result.grid("cut_steps", "step", "cost", "cash", "undone"),
    }


def haste(result: Any) -> dict[str, Any]:
    """What haste is made of, one part after the other."""
    chart = result.kind.chart("haste_parts")
    found = chart.figures(result.tables)
    return {
        "finding": dollar_signs([chart.headed(found)[0]])[0],
        "picture": both("main", chart.spoken(found), chart.drawing(found)),
        "table": result.grid("haste", "part", "per_exit"),
    }


def positions(result: Any, is_card: bool = False) -> dict[str, Any]:
    """Positions by quarter: nothing, laid off, and by quits alone.

    is_card : whether it is drawn in its narrow width alone
    """
    table, periods = result.in_dollars("quarters"), result.facts["periods"]
    takes = result.in_dollars("cut_or_wait").set_index("figure")["freeze"]["quarters_to_size"]
    end = cell(float(table["positions_freeze"].iloc[-1]), "positions")
    finding, words = f"By quits alone the firm has {end} positions at the end", "quits alone"
    if takes == takes:
        finding = f"Quits alone get there in {int(takes)} quarter{'s' * (int(takes) != 1)}"
        place = min(int(result.facts["exits_quarter"]) + int(takes) - 1, len(periods) - 1)
        words = f"quits alone: {periods[place]}"
    names = ("positions_nothing", "positions_cut", "positions_freeze")
    nothing, cut, freeze = (table[name].to_list() for name in names)
    drawn = [
        (nothing, "lg", "nothing", "", True),
        (freeze, "lp", words, "kp", True),
        (cut, "lc", f"laid off in {periods[int(result.facts['exits_quarter'])]}", "kc", False),
    ]
    ends = f"nothing {cell(nothing[-1], 'positions')}, laid off {cell(cut[-1], 'positions')}, by quits {end}"
    spoken, draw = f"Positions in {periods[-1]}: {ends}.", _lines(periods, drawn, "positions")
    return {
        "finding": finding,
        "picture": alone(spoken, draw) if is_card else both("half", spoken, draw),
        "table": result.grid(
            "quarters", "period", "positions_cut", "positions_freeze", "positions_nothing"
        ),
    }  # fmt: skip


def cash(result: Any) -> dict[str, Any]:
    """Cash saved so far by laying off and by stopping refills, against doing nothing."""
    table, periods = result.in_dollars("quarters"), result.facts["periods"]
    cut, freeze = table["saved_cut"].to_list(), table["saved_freeze"].to_list()
    present = float(result.in_dollars("cut_or_wait").set_index("figure")["haste"]["cash"])
    who = "In cash too, waiting" if present > 0 else "In cash laying off"
    is_above = freeze[-1] >= cut[-1]
    drawn = [
        (freeze, "lp", f"waiting {_million(freeze[-1])}", "kp", is_above),
        (cut, "lc", f"laying off {_million(cut[-1])}", "kc", not is_above),
    ]
    spoken = f"Cash saved by {periods[-1]}: {drawn[0][2]}, {drawn[1][2]}."
    return {
        "finding": f"{who} ends {_plain(present)} ahead",
        "picture": both("half", spoken, _lines(periods, drawn, "USD million")),
        "table": result.grid("quarters", "period", "saved_cut", "saved_freeze"),
    }


def idle(result: Any) -> dict[str, Any]:
    """Idle hours today, and from where on laying off is the cheaper way."""
    table = result.in_dollars("turns")
    some = table[table["change"].str.fullmatch(r"idle_\d+")].dropna(subset=["haste_per_exit"])
    assumed = float(result.in_dollars("cut_or_wait").set_index("figure")["haste"]["haste_per_exit"])
    points = [(0.0, assumed)]
    points += [
        (int(name.removeprefix("idle_")) / 100, float(value))
        for name, value in some[["change", "haste_per_exit"]].itertuples(index=False)
    ]
    turn = result.facts["turning_idle"]
    finding = f"Up to {cell(points[-1][0], 'share', digits=0)} idle hours waiting is the cheaper way"
    if turn is not None:
        finding = f"Beyond {cell(float(turn), 'share', digits=0)} idle hours layoffs pay" if turn > 0 else ""
    spoken = "; ".join(f"{share:.0%}: {_thousand(value)}" for share, value in points)
    is_idle = table["change"].str.startswith("idle_")
    return {
        "finding": finding or "Layoffs pay as assumed",
        "picture": both("half", f"{spoken}.", _scale(points, _MOST_IDLE if turn is None else float(turn))),
        "table": result.grid("turns", "change", "haste_per_exit", rows=table[is_idle]),
    }


def _mark(name: str, look: str, words: str = "", **at: float | str) -> str:
    """One element of a drawing, its numbers to a tenth."""
    given = " ".join(
        f'{key.replace("_", "-")}="{value if isinstance(value, str) else f"{value:.1f}"}"'
        for key, value in at.items()
    )
    head = f'<{name} class="{look}" {given}'
    return f"{head}>{escape(words)}</{name}>" if words else f"{head}/>"


def _rule(x: float, y: float, to_x: float, to_y: float, look: str) -> str:
    return _mark("line", look, x1=x, y1=y, x2=to_x, y2=to_y)


def _walk(steps: Sequence[Bar]) -> _Drawing:
    """Bars that begin where the one before ends."""
    last = len(steps) - 1
    return rows(
        [
            Row(
                one.label, (Span(one.begin, one.value, one.look),), ends=("", one.words),
                quiet=0 < place < last, to=one.value if place < last else None,
            )
            for place, one in enumerate(steps)
        ]
    )  # fmt: skip


_Line = tuple[Sequence[float], str, str, str, bool]
"""Values, look, words at its end with their look, and whether these stand above the line."""


def _lines(periods: Sequence[str], drawn: Sequence[_Line], unit: str) -> _Drawing:
    """A few lines over the quarters, each named on itself near its end."""

    def draw(width: float) -> tuple[str, float]:
        every = [value for values, *_ in drawn for value in values]
        low, high = (min(every), max(every)) if unit == "positions" else (min(0.0, *every), max(0.0, *every))
        # Round in the money that is written.
        per = 1.0 if unit == "positions" else shown_money().of(1.0)
        step = _step((high - low) * per) / per
        # Below the smallest firm there is room for the name of its line.
        first = int(low // step) - (unit == "positions")
        ticks = [step * at for at in range(first, int(-(-high // step)) + 1)]
        written = [cell(tick, unit) if tick else "0" for tick in ticks]
        left, top, bottom = max(map(len, written)) * _LETTER + 12, 24.0, 148.0
        right, last = width - 10, len(periods) - 1

        def y(value: float) -> float:
            return bottom - (bottom - top) * (value - ticks[0]) / ((ticks[-1] - ticks[0]) or 1.0)

        def x(place: int) -> float:
            return left + (right - left) * place / max(last, 1)

        marks = list[str]()
        for tick, words in zip(ticks, written, strict=True):
            marks.append(_rule(left, y(tick), right, y(tick), "axis" if tick == 0 else "grid"))
            marks.append(_mark("text", "", words, x=left - 8, y=y(tick) + 5, text_anchor="end"))
        for place, anchor in ((0, "start"), (last, "end")):
            words = periods[place]
            marks.append(_mark("text", "", words, x=x(place), y=bottom + 26, text_anchor=anchor))
        for values, look, words, words_look, is_above in drawn:
            path = " ".join(
                f"{x(place):.1f},{y(value):.1f}" for place, value in enumerate(values) if value == value
            )
            marks.append(_mark("polyline", look, points=path, fill="none"))
            marks.append(_mark("circle", "dotp" if look == "lp" else "dotc" if look == "lc" else "fg",
                               cx=x(last), cy=y(values[-1]), r=5.0))  # fmt: skip
            at_y = y(values[-1]) + (-11 if is_above else 23)
            marks.append(_mark("text", f"{words_look} halo", words, x=right, y=at_y, text_anchor="end"))
        return "".join(marks), bottom + 30

    return draw


def _step(span: float) -> float:
    """A round distance between about four ticks."""
    rough = (span or 1.0) / 4
    power = 10.0 ** int(f"{rough:e}".partition("e")[2])
    return next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough)


def _scale(points: Sequence[tuple[float, float]], turn: float) -> _Drawing:
    """Idle hours from none to the most: where waiting pays, where layoffs do, and what they cost.

    points : [share of hours], [USD a person]
    turn : [share of hours] where layoffs begin to pay
    """

    def draw(width: float) -> tuple[str, float]:
        def x(share: float) -> float:
            return 28 + (width - 56) * share / _MOST_IDLE

        at, marks = x(min(max(turn, 0.0), _MOST_IDLE)), list[str]()
        marks.append(_mark("rect", "fpm", x=x(0), y=44.0, width=at - x(0), height=26.0))
        marks.append(_mark("rect", "fcm", x=at, y=44.0, width=x(_MOST_IDLE) - at, height=26.0))
        if turn > 0:
            marks.append(_mark("text", "kp", "waiting pays", x=x(0), y=34.0))
        if turn < _MOST_IDLE:
            marks.append(
                _mark("text", "kc", "layoffs pay", x=x(_MOST_IDLE) + 28, y=14.0, text_anchor="end")
            )
            marks.append(_mark("text", "kc", f"from {turn:.0%}", x=at, y=34.0, text_anchor="middle"))
            marks.append(_rule(at, 40, at, 76, "axis"))
        for share, value in points:
            marks.append(_mark("text", "k", f"{share:.0%}", x=x(share), y=94.0, text_anchor="middle"))
            marks.append(_mark("text", "", _thousand(value), x=x(share), y=116.0, text_anchor="middle"))
        return "".join(marks), 124.0

    return draw
