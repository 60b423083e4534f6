"""A firm's own role table: read, checked as a whole, each role given its occupation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reallocate.data.occupations import occupation_by_code
from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.currency import header_currency
from reallocate.roster.file.header_row import HeadSearch
from reallocate.roster.file.headers import KNOWN, SYNONYMS, role_columns
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import TextTable, by_column, read_text_table
from reallocate.roster.pay import HIGHEST_COST, LOWEST_COST, conversion_notes, rate_problems, role_currency
from reallocate.work.firm import UNRECOGNISED, UNRECOGNISED_TITLE
from reallocate.work.world import World

if TYPE_CHECKING:
    from reallocate.data.titles.match import TitleMatch

PATTERN, OWN, ROSTER = "pattern", "own", "roster"
"""Where figures come from: an industry's pattern, the user, or a roster."""
_MOST_NEAR = 4
_NUMBERS = (
    "headcount",
    "fte",
    "open_positions",
    "loaded_cost",
    "contractors",
    "own_pay",
    "protected",
    "sure",
    "statutory_notice",
    "statutory_severance",
)
_AMOUNTS = (
    "open_positions", "loaded_cost", "contractors", "protected", "sure", "statutory_notice",
    "statutory_severance",
)  # fmt: skip
PLACES = ("department", "location", "country", "level")
_IDENTITY = ("occupation", "title", *PLACES)


@dataclass(frozen=True)
class Unrecognised:
    """People whose job title is not recognised.

    people : [persons], or [FTE] of a table of roles
    titles : that they have
    of : all people of the firm's own, in the same unit
    """

    people: float = 0
    titles: int = 0
    of: float = 0

    def text(self, as_industry: bool = False, of_roster: bool = True) -> str:
        """How many they are, what a plan does with them, and how to say what they do; "" where all are.

        as_industry : whether they are planned as their industry's people
        of_roster : whether they stand in a roster, which has a review; a table of roles has a column of codes
        """
        if not self.people:
            return ""
        titles = "1 title" if self.titles == 1 else f"{self.titles:,} titles"
        known = round(self.of - self.people)
        found, who = (f"{known:,}", f"The other {self.people:,.0f}") if known else ("none", "All")
        are = "is" if known and round(self.people) == 1 else "are"
        saves = "" if known else ", so it saves nothing"
        work = (
            "they do what the people of their industry do, at their own pay"
            if as_industry
            else f"AI changes nothing in their work{saves}"
        )
        remedy = "run `reallocate roster FILE --review titles.csv`" if of_roster else "write a column 'code'"
        return (
            f"We recognised the job titles of {found} of your {self.of:,.0f} people. {who} ({titles}) {are} "
            f"in every figure as not recognised: {work}. To say what they do, {remedy}."
        )


@dataclass(frozen=True, eq=False)
class RoleTable:
    """Roles as the user gave them, each with an occupation.

    roles : one row a role: row (in the file), occupation, title, headcount [FTE], open_positions
        [positions], loaded_cost [USD/FTE/year], contractors [FTE], own_pay [share of headcount] whose own
        pay is in loaded_cost, protected [FTE] whom a promise to their place keeps from layoffs, sure [FTE]
        whose title is sure, statutory_notice [days] and statutory_severance [USD/exit] on average of a
        roster's people where a law decides, department, location, country, level, basis (own, pattern where
        `reallocate new` wrote the row, roster or copy where a plan kept it); an amount that was not given is
        missing
    notes : what a reader must know of how the file was read
    pay_notes : whose own pay is used, and at which rates it was converted
    elsewhere : (column, place) how many of a roster's people of a department, site or country are planned as
        "other" [people]
    title_notes : for how many of a roster's people the occupation is sure, provisional or not recognised
    unrecognised : [FTE] whose title names no occupation; of a roster `Staff` counts them
    """

    roles: pd.DataFrame
    notes: tuple[str, ...]
    pay_notes: tuple[str, ...] = ()
    title_notes: tuple[str, ...] = ()
    elsewhere: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    unrecognised: Unrecognised = Unrecognised()


def read_roles(
    path: Path,
    world: World,
    weights: pd.Series | None = None,
    options: ReadOptions | None = None,
    multiplier: float = 1.0,
) -> RoleTable:
    """The role table in a CSV file.

    path : the file; columns code or title, headcount [persons], and optionally fte [per person, 0 to
        1], open_positions, loaded_cost or pay [money/FTE/year], currency, contractors [FTE],
        protected [FTE], department, location, country, level
    world : occupations and titles
    weights : (occupation) [persons] in the user's industry, for titles that name several
    options : row of the column heads, rates of currencies other than USD
    multiplier : loaded cost per unit of pay, where the table gives pay alone
    Roles whose title names no occupation are not recognised, and `title_notes` list what they may be. Raises
    `InputError` with every other problem of every row.
    """
    options = options or ReadOptions()
    text = read_text_table(path, HeadSearch(KNOWN, options.header_row))
    places, said = role_columns(text.headers, text.name)
    multiplier = multiplier if _takes_pay(places) else 1.0
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    problems: list[Problem] = []
    unclear_titles: list[Problem] = []
    records: list[dict[str, object]] = []
    rows = [(row, dict.fromkeys(SYNONYMS, "") | by_column(cells, places)) for row, cells in text.rows]
    asked = [given["title"] for _, given in rows if given["title"] and not given["code"]]
    # Loaded only here: most firms are an industry's mix, without a title of their own.
    from reallocate.data.titles.match import TitleMatcher

    read = TitleMatcher(world, weights).match(asked)
    in_header = header_currency(text.headers[places["loaded_cost"]]) if "loaded_cost" in places else ""
    for row, given in rows:
        where = f"{text.name} row {row}"
        currency, unclear = role_currency(given, in_header, where)
        per_unit = options.rates.rate(currency) * multiplier
        record, faults = _numbers(given, where, text.delimiter == ";", per_unit)
        occupation, fault = _occupation(given, where, titles, read)
        if fault is not None and given["title"] and not given["code"]:
            unclear_titles.append(fault)
            occupation, fault = UNRECOGNISED, None
        problems += [*filter(None, (unclear, *faults, fault))]
        if not faults and not fault:
            named = given["title"] or titles.get(occupation, UNRECOGNISED_TITLE)
            record |= {"row": row, "occupation": occupation, "title": named}
            basis = given["basis"].casefold()
            record["basis"] = basis if basis in (PATTERN, ROSTER) else OWN
            record["cost_currency"] = currency if given["loaded_cost"] else ""
            records.append({**record, **{name: given[name] for name in PLACES}})
    roles = pd.DataFrame(records)
    if records:
        problems += rate_problems(roles, options.rates, text.name)
        problems += _table_problems(roles, text.name, complete=not problems)
    if problems:
        raise InputError(problems)
    notes = _notes(text, said, read.values(), roles)
    pay_notes = conversion_notes(roles, options.rates, text.name)
    if multiplier != 1.0:
        pay_notes += (f"{text.name}: loaded cost is pay × {multiplier:.4g} (loaded_multiplier)",)
    apart = roles["occupation"].eq(UNRECOGNISED)
    people = float(roles.loc[apart, "headcount"].sum()), float(roles["headcount"].sum())
    left = Unrecognised(people[0], roles.loc[apart, "title"].nunique(), people[1])
    may_be = tuple(f"{fault}".rstrip(".") for fault in unclear_titles)
    table = roles.drop(columns="cost_currency")
    return RoleTable(table, notes, pay_notes, title_notes=may_be, unrecognised=left)


def _takes_pay(places: dict[str, int]) -> bool:
    """Whether pay stands for loaded cost; of both columns loaded cost is read."""
    pay = places.pop("pay", None)
    if pay is None or "loaded_cost" in places:
        return False
    places["loaded_cost"] = pay
    return True


def _numbers(
    given: Mapping[str, str], where: str, comma_is_decimal: bool, rate: float
) -> tuple[dict[str, object], list[Problem]]:
    values: dict[str, float] = {}
    problems: list[Problem] = []
    for name in _NUMBERS:
        value = read_number(given[name], comma_is_decimal) if given[name] else math.nan
        if isinstance(value, str):
            problems.append(Problem(f"{name}: {value}", where))
            continue
        values[name] = value * (rate if name == "loaded_cost" else 1.0)
        problems += _amount_problems(name, values[name], values.get("headcount", math.nan), where)
    if not problems and math.isnan(values["headcount"]):
        remedy = "Write a number; 0 for a role that nobody holds yet."
        problems.append(Problem("headcount is blank", where, remedy))
    if problems:
        return {}, problems
    fte, own_pay = (1.0 if math.isnan(values[name]) else values[name] for name in ("fte", "own_pay"))
    amounts = {name: values[name] for name in _AMOUNTS}
    return {"headcount": values["headcount"] * fte, **amounts, "own_pay": own_pay}, []


def _amount_problems(name: str, value: float, headcount: float, where: str) -> list[Problem]:
    what, remedy, why = f"{name} is {value:g}", "", ""
    if value < 0:
        what, remedy = f"{name} is negative ({value:g})", "Write the present level, not a change."
    elif name == "fte" and (value > 1 or value == 0):
        remedy = "It is one person's working time as a share of full time, above 0 and at most 1."
        if 1 < value <= headcount:
            people = f"{headcount:g} people in {value:g} full-time positions"
            remedy += f" For {people} write {value / headcount:.4g}."
    elif name == "own_pay" and value > 1:
        remedy = "It is the share of the role's people whose own pay is in the cost, 0 to 1."
    elif name == "loaded_cost" and (value < LOWEST_COST or value > HIGHEST_COST):
        remedy = "Write the cost of a full-time position and year, or leave it blank to use the industry's."
        why = "A position at almost no cost, or at tens of millions, would dominate the plan."
    return [Problem(what, where, remedy, why)] if remedy else []


def _occupation(
    given: Mapping[str, str], where: str, titles: Mapping[str, str], read: Mapping[str, TitleMatch]
) -> tuple[str, Problem | None]:
    if given["code"] == UNRECOGNISED:
        return UNRECOGNISED, None
    if given["code"]:
        return occupation_by_code(given["code"], where, titles)
    if not (title := given["title"]):
        return "", Problem("the role has neither title nor code", where, "Write one of them.")
    match = read[title]
    if match.occupation:
        return match.occupation, None
    remedy = "Write the occupation's code in a column 'code'."
    if not match.options:
        near = tuple(f"{code} {titles[code]}" for code in match.similar[:_MOST_NEAR])
        return "", Problem(f"no match found for the title {title!r}", where, remedy, nearest=near)
    near = tuple(
        f"{code} {titles[code]} ({chance:.0%} likely)" for code, chance in match.options[:_MOST_NEAR]
    )
    why = "Even the likeliest occupation is less than 50% likely."
    return "", Problem(f"the title {title!r} is uncertain", where, remedy, why, nearest=near)


def _table_problems(roles: pd.DataFrame, name: str, complete: bool) -> list[Problem]:
    keys = roles[list(_IDENTITY)].apply(lambda column: column.str.casefold().str.split().str.join(" "))
    problems = [
        Problem(
            f"{alike['title'].iloc[0]!r} ({alike['occupation'].iloc[0]}) occurs {len(alike)} times",
            f"{name} rows {', '.join(map(str, alike['row']))}",
            "Combine the rows, or distinguish them by title, department, location, country or level.",
        )
        for _, alike in roles.groupby([keys[column] for column in _IDENTITY], sort=False)
        if len(alike) > 1
    ]
    if complete and roles["headcount"].sum() <= 0:
        what = "headcount adds up to 0: no role has people"
        problems.append(Problem(what, name, "Write the people in each role."))
    return problems


def _notes(
    text: TextTable, said: tuple[str, ...], read: Iterable[TitleMatch], roles: pd.DataFrame
) -> tuple[str, ...]:
    notes = [
        f"{match.title!r} is read as {match.occupation}, {match.probability:.0%} likely"
        + (" (provisional: check it)" if match.is_provisional else "")
        for match in read
        if match.occupation and not match.is_official
    ]
    if text.header_row > 1:
        notes.append(f"the headers are in row {text.header_row}; the rows above it are not read")
    notes += said
    if 0 < (blank := int(roles["open_positions"].isna().sum())) < len(roles):
        notes.append(f"{blank} roles with blank open positions are planned with none")
    return tuple(f"{text.name}: {note}" for note in notes)
