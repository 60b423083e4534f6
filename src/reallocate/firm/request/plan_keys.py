"""What is decided of a plan: sections of a scenario, and beside each the options that set its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import ASSUMPTIONS, Amount, Amounts, Blank, Names, Request, option
from reallocate.kernel.schema import Section, described, described_in_python, key

_CHOICES, PROMISES = "Decisions imposed on the plan", "Promises to employees"
"""Headings in the help of `reallocate plan`."""
ALL_PEOPLE = "all"
_FIRST_QUARTER = "quarter of the cut, or a month in it; the first quarter if left out"


class Levers(Section):
    """Levers that the plan may use."""

    ai: bool = key(True, "AI systems may be installed")
    layoffs: bool = key(True, "layoffs are allowed")
    redeployment: bool = key(True, "people may move between roles")
    directing_hires: bool = key(True, "positions that direct AI may be created")
    directing_levels: tuple[str, ...] = key(
        (), "levels in the role table that may direct AI; without it, the roles that direct others most"
    )
    dropping: bool = key(True, "work may be dropped at its price")
    voluntary: bool = key(False, "voluntary severance may be offered")
    hiring_freeze_quarters: int = key(0, "length of a hiring freeze", "quarters", ge=0, le=40)
    max_hires_per_quarter: float | None = key(
        None, "limit on hires into all roles together; no limit if left out", "FTE/quarter", 50.0, ge=0
    )
    open_positions: Literal["fill", "cancel"] = key(
        "fill", "whether positions open at the start are filled or cancelled"
    )


class ExitsSection(Section):
    """A cut decided in advance: either `count` or `share`."""

    count: float | None = key(None, "layoffs in the quarter of the cut", "FTE", 2000.0, gt=0)
    share: float | None = key(None, "the same as a share of headcount", "share", 0.1, gt=0, lt=1)
    from_: Literal["pro rata", "plan"] = key(
        "pro rata", "who leaves: every role in proportion, or as the plan chooses", alias="from"
    )
    after: Literal["closed", "refilled"] = key(
        "closed", "what becomes of the positions: closed for good, or refilled after the pause (rehire_pause)"
    )
    size: Literal["firm", "occupations"] = key(
        "firm", "what the cut keeps smaller: the firm in all, or each occupation"
    )
    date: str | None = key(
        None, _FIRST_QUARTER, "YYYY-MM", "2027-01", pattern=r"^\d{4}(-(0[1-9]|1[0-2])| ?[Qq][1-4])$"
    )

    def positions(self, headcount: float) -> float:
        """How many leave [FTE].

        headcount : [FTE] at the start
        """
        return float(self.count if self.count is not None else (self.share or 0.0) * headcount)


class Budget(Section):
    """Spending limit."""

    cash_per_year: float | None = key(
        None,
        "limit on all cash costs, payroll included; no limit if left out",
        "USD million/year",
        3000.0,
        gt=0,
    )
    ai_per_year: float | None = key(
        None,
        "limit on cash costs of AI alone: tokens, GPUs, energy, systems, adoption; no limit if left out",
        "USD million/year",
        50.0,
        ge=0,
    )


def exits_from_text(text: Amount, flag: str = "--exits") -> dict[str, float]:
    """The section [exits] that `10%` or `8000` stands for.

    flag : it was written after
    Raises `InputError` where it is neither or no possible cut, and between 0 and 1, where it may be either.
    """
    written = str(text).strip().replace(",", "").replace("_", "")
    number = re.fullmatch(r"(\d{1,15}(?:\.\d{1,15})?)\s*(%?)", written)
    what, value = f"{text!r} is not a number of exits", float(number[1]) if number else 0.0
    if number is not None and number[2]:
        if 0 < value < 100:
            return {"share": value / 100}
        what = f"{value:g}%: a cut is more than 0% and less than 100% of all positions"
    elif value >= 1:
        return {"count": value}
    elif value > 0:
        what = f"{value:g} may be {value:.4g} positions or {100 * value:.4g}% of them"
    raise InputError(Problem(what, flag, "Write a share as 10%, a number as 8000."))


class Cut(Request):
    """A cut that is decided."""

    exits: Amount | None = option(
        "exits.",
        "Impose a cut: a share (10%) or a number of FTE (8000).",
        _CHOICES,
        python='a cut that is decided: "10%" or 8000 [FTE]',
        reads=exits_from_text,
        blank=Blank(
            "Cut {} of the positions in", size=8, longest=20,
            help="A cut that is decided, 10% or 8000 positions; a quarter such as 2027 Q1, else the first.",
        ),
    )  # fmt: skip
    exits_date: str | None = option(
        "exits.date",
        "Quarter of the imposed cut, or a month in it: '2027 Q1' or 2027-01. Default: the first.",
        _CHOICES,
        python='quarter of the cut, "2027 Q1" or "2027-01"; the first by default',
        blank=Blank("{},", goes_on=True, label="Quarter of the cut", size=14, longest=20),
    )
    exits_from: Literal["pro rata", "plan"] | None = option(
        "exits.from",
        "Roles of the imposed cut: 'pro rata' (the same share of each) or 'plan' (the roles whose cut costs "
        "the firm least).",
        _CHOICES,
        python='who leaves: "pro rata" (every role alike) or "plan"',
        is_rare=True,
        blank=Blank(
            "from {}.", goes_on=True,
            choices=(("", "every role alike"), ("plan", "the roles where it costs least")),
        ),
    )  # fmt: skip
    after: Literal["closed", "refilled"] | None = option(
        "exits.after",
        "What becomes of the positions cut: 'closed' for good (default), or 'refilled' after the pause "
        "(--set rehire_pause=4, in quarters).",
        _CHOICES,
        python='what becomes of the positions: "closed" (default) or "refilled" after rehire_pause',
        is_rare=True,
        blank=Blank(
            "The positions {}.", goes_on=True,
            choices=(("", "stay closed"), ("refilled", "are refilled later")),
        ),
    )  # fmt: skip
    size: Literal["firm", "occupations"] | None = option(
        "exits.size",
        "What the cut keeps smaller: the 'firm' in all (default), or each of its 'occupations'.",
        _CHOICES,
        python='what the cut keeps smaller: "firm" (default) or "occupations"',
        is_rare=True,
        blank=Blank(
            "Smaller is {}.", goes_on=True,
            choices=(("", "the firm in all"), ("occupations", "each occupation")),
        ),
    )  # fmt: skip


class Decisions(Request):
    """Money and pace that are decided."""

    budget: float | None = option(
        "budget.cash_per_year",
        "Maximum cash cost a year, payroll included [USD million/year].",
        _CHOICES,
        python="[USD million/year] all cash costs, at most",
        blank=Blank(
            "Spend at most USD {} million a year in cash,", size=8, longest=20,
            help="All cash costs, payroll included; cash costs of AI alone. Empty: no limit.",
        ),
    )  # fmt: skip
    ai_budget: float | None = option(
        "budget.ai_per_year",
        "Maximum cash cost of AI a year: tokens, rent, GPUs, energy, systems and their adoption [USD "
        "million/year].",
        _CHOICES,
        python="[USD million/year] cash costs of AI alone, at most",
        blank=Blank("of it {} on AI.", goes_on=True, size=8, longest=20),
    )
    hiring_freeze: int | None = option(
        "levers.hiring_freeze_quarters",
        described(Levers, "hiring_freeze_quarters"),
        _CHOICES,
        python="[quarters] without hires",
        blank=Blank(
            "No hires for {} quarters;",
            size=3,
            longest=3,
            help="Hires into all roles together, in positions. Empty: no limit.",
        ),
    )
    max_hires: float | None = option(
        "levers.max_hires_per_quarter",
        "Maximum hires a quarter, all roles together [FTE].",
        _CHOICES,
        python="[FTE/quarter] hires into all roles together, at most",
        is_rare=True,
        blank=Blank("then at most {} a quarter.", goes_on=True, size=8, longest=20),
    )


class Capability(Section):
    """Path of AI capability."""

    scenario: Literal["trend", "plateau", "fast", "reversal"] = key("trend", "path of AI capability")
    reading: Literal["win or tie", "not bad"] = key("win or tie", "AI results that count as good")


class Adoption(Section):
    """Speed of installation."""

    speed: Literal["slow", "medium", "fast"] = key(
        "medium", "installation takes 9, 4 or 2 quarters from 25% to 75% of the ceiling"
    )


class Expectations(Request):
    """What is expected of AI."""

    adoption: Literal["slow", "medium", "fast"] | None = option(
        "adoption.speed",
        "Speed at which AI systems are installed: slow, medium or fast.",
        ASSUMPTIONS,
        python='"slow", "medium" or "fast"',
        is_rare=True,
        blank=Blank(
            "Systems are installed at {} speed.",
            choices=(("", "the usual"), ("slow", "a slow"), ("medium", "a medium"), ("fast", "a fast")),
            help="9, 4 or 2 quarters from 25% to 75% of what can be installed.",
        ),
    )
    capability: Literal["trend", "plateau", "fast", "reversal"] | None = option(
        "capability.scenario",
        "Future of AI capability: trend, plateau, fast (as trend, to 2% of the saving), or reversal (back to "
        "today's).",
        ASSUMPTIONS,
        python='"trend", "plateau", "fast" or "reversal"',
        is_rare=True,
        blank=Blank(
            "What AI can do {}.",
            choices=(
                ("", "grows on trend"), ("plateau", "stays as it is"),
                ("fast", "grows faster (as trend here, to 2%)"), ("reversal", "falls back"),
            ),
            help="Path of AI capability.",
        ),
    )  # fmt: skip


def _of_all(value: Any) -> Any:
    """A number by itself is a share of all positions."""
    return {ALL_PEOPLE: value} if isinstance(value, int | float) and not isinstance(value, bool) else value


_Positions = dict[str, Annotated[float, Field(ge=0)]]


class Promises(Section):
    """Commitments to employees; names are roles, occupations, major groups, or as site=Hamburg."""

    no_layoffs_before: str | None = key(
        None,
        "no layoffs in quarters that begin before this month",
        "YYYY-MM",
        "2027-03",
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
    )
    keep_at_least: Annotated[_Positions | None, BeforeValidator(_of_all)] = key(
        None,
        "minimum positions at the end of each quarter: share of those at the start (at most 1), or number, "
        "by name",
        "share, or positions",
        {ALL_PEOPLE: 0.9, "43-4051": 500.0, "department=Claims": 0.9},
    )
    max_exits_per_month: float | None = key(
        None, "limit on layoffs and voluntary exits, averaged over a quarter", "FTE/month", 50.0, ge=0
    )
    protect: tuple[str, ...] = key(
        (),
        "roles, occupations, major groups, departments, sites or countries without layoffs",
        example=("43-4051", "site=Hamburg"),
    )
    retrain_before_exit: float | None = key(
        None,
        "people moved out of a role by then, for each person laid off from it; where a move is open",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    minimum_cover: _Positions | None = key(
        None,
        "minimum positions at the role's own work, by name; hours spent directing AI do not count",
        "positions",
        {"43-4051": 400.0},
    )
    span_at_most: float | None = key(
        None, "maximum people per manager (codes that begin with 11)", "people", 8.0, gt=0
    )
    notice_days: float | None = key(
        None, "days of pay between notice and exit; replaces those of the jurisdiction", "days", 90.0, ge=0
    )
    jurisdiction: Literal["none", "US", "US-NJ"] = key(
        "none", "law that sets notice_days where it is not given"
    )


_NAMED = "NAME=NUMBER"
_NUMBER = re.compile(r"\d+(\.\d*)?\s*%?")


def _promised_names(given: Names, _: str) -> tuple[str, ...]:
    """Names as a scenario writes them."""
    return (given,) if isinstance(given, str) else tuple(given)


def _promised_amounts(given: Amounts, flag: str) -> Any:
    """Positions by name as a scenario writes them; a number by itself is a share of all positions.

    given : as the key has it, or texts `NAME=NUMBER`
    Raises `InputError` where a text names no number.
    """
    if isinstance(given, int | float | Mapping):
        return given
    amounts: dict[str, float] = {}
    problems = []
    for text in map(str, [given] if isinstance(given, str) else given):
        who, number = _name_and_number(text)
        who = who.strip() or ALL_PEOPLE
        try:
            percent = number.strip().endswith("%")
            value = float(number.strip().removesuffix("%")) / (100 if percent else 1)
        except ValueError:
            remedy = f"Write {_NAMED}, such as {flag} 43-4051=500 or {flag} site=Hamburg:90%."
            problems.append(Problem(f"{text!r} names no number of positions", flag, remedy))
            continue
        if who in amounts:
            problems.append(Problem(f"{who} is named twice", flag, "Name it once."))
        amounts[who] = value
    if problems:
        raise InputError(problems)
    return amounts


def _name_and_number(text: str) -> tuple[str, str]:
    """A name and what follows its last `=`, or its last `:` if that is a number, as in site=Hamburg:90%."""
    who, colon, number = text.rpartition(":")
    if colon and _NUMBER.fullmatch(number.strip()):
        return who, number
    who, _, number = text.rpartition("=")
    return who, number


def _promise(name: str, blank: str = "", example: str = "", **more: Any) -> Any:
    """A promise as an option; its meaning, unit and example are those of its key in `[promises]`.

    blank : the sentence of the form, with {} for the field
    example : stands beside the sentence
    """
    text = blank or f"{name.replace('_', ' ').capitalize()}: {{}}."
    choices = more.pop("choices", ())
    return option(
        f"promises.{name}",
        described(Promises, name),
        PROMISES,
        python=described_in_python(Promises, name),
        blank=Blank(text, example, size=12 if not example else 0, choices=choices),
        **more,
    )


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(r"([a-z]{3,9})\.? ?(\d{4})", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4}) ?q([1-4])", re.IGNORECASE)


def _month_text(given: str, _: str) -> str:
    """A month as a scenario writes it: Jul 2029 and 2029 Q3 are 2029-07; another text stays as it is."""
    text = " ".join(str(given).split())
    if (named := _NAMED_MONTH.fullmatch(text)) and named[1][:3].casefold() in _MONTHS:
        return f"{named[2]}-{_MONTHS.index(named[1][:3].casefold()) + 1:02d}"
    if quarter := _QUARTER.fullmatch(text):
        return f"{quarter[1]}-{3 * int(quarter[2]) - 2:02d}"
    return text


class Commitments(Request):
    """Promises to employees."""

    no_layoffs_before: str | None = _promise(
        "no_layoffs_before", "Nobody is laid off before {}.", "Jul 2029", reads=_month_text
    )
    keep_at_least: Amounts | None = _promise(
        "keep_at_least", "We keep at least {} of today’s positions.", "90%", reads=_promised_amounts
    )
    protect: Names | None = _promise(
        "protect", "Nobody is laid off in {}.", "Customer Service Representatives", reads=_promised_names
    )
    max_exits_per_month: float | None = _promise(
        "max_exits_per_month", "At most {} people leave in a month by our decision.", "30", is_rare=True
    )
    notice_days: float | None = _promise(
        "notice_days", "Between notice and the last day lie at least {} days of pay.", "90", is_rare=True
    )
    retrain_before_exit: float | None = _promise(
        "retrain_before_exit", "Before anybody is laid off from a role, {} moved to another.", is_rare=True,
        choices=(
            ("", "nobody needs to have"), ("0.5", "half as many have"), ("1", "as many have"),
        ),
    )  # fmt: skip
    minimum_cover: Amounts | None = _promise(
        "minimum_cover", "Always at least {} people at a role's own work.", reads=_promised_amounts,
        is_rare=True,
    )  # fmt: skip
    span_at_most: float | None = _promise(
        "span_at_most", "At most {} people to a manager.", "8", is_rare=True
    )
    jurisdiction: Literal["none", "US", "US-NJ"] | None = _promise(
        "jurisdiction", "Notice is given as the law of {} asks.", is_rare=True,
        choices=(("", "no state"), ("US", "the United States"), ("US-NJ", "New Jersey")),
    )  # fmt: skip
