"""The scenario of a firm, as users make one: from an industry, a roster, a role table or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import PrivateAttr

from reallocate.api.command_line import option_words
from reallocate.api.spelling import python_errors
from reallocate.api.today import today
from reallocate.data.bundle import shipped_world
from reallocate.firm.request import keys
from reallocate.firm.request.read import firm_scenario, load_scenario, with_flags
from reallocate.firm.request.roles import industry_mix, own_table, pattern_rows
from reallocate.firm.request.saved import SCENARIO, checked_scenario
from reallocate.firm.request.written import scenario_text
from reallocate.kernel.assignments import Assignments, numbers
from reallocate.kernel.errors import InputError, Problem
from reallocate.render.result import Result
from reallocate.roster.pay import rates_in

Names = str | Sequence[str] | None


def several(names: Names) -> tuple[str, ...]:
    """One or more names as a tuple."""
    return (names,) if isinstance(names, str) else tuple(names or ())


class Scenario(keys.Scenario):
    """A firm, its options and its assumptions: the whole input of a plan.

    `from_industry`, `from_roster`, `from_roles` and `read` make one; docs/reference/keys.md lists every key.
    `reallocate.plan(scenario, exits="10%")` changes single options.
    """

    _request_words: tuple[str, ...] = PrivateAttr(default=())

    @property
    def request_words(self) -> tuple[str, ...]:
        """Words with which `reallocate plan` makes the same scenario; none where it cannot."""
        return self._request_words

    @property
    def text(self) -> str:
        """The scenario as the text of a scenario.toml, every key explained; its files lie beside."""
        return scenario_text(self)

    @property
    def role_names(self) -> dict[str, str]:
        """Code and title of the occupations of the firm's roles, as promises name them."""
        world = shipped_world()
        mix = industry_mix(world, self)
        own = bool(self.roles or self.roster)
        rows = own_table(world, self, mix).roles.roles if own else pattern_rows(mix, self.headcount or 1.0)
        names = rows.drop_duplicates("occupation").set_index("occupation")["title"].sort_index()
        return {str(code): str(title) for code, title in names.items()}

    @classmethod
    @python_errors
    def from_industry(
        cls,
        industry: str | Sequence[str],
        headcount: float,
        *,
        area: str | None = None,
        pay_per_head: float | None = None,
        open_positions: float | None = None,
        start: str | None = None,
        quarters: int | None = None,
        name: str | None = None,
        title: str | None = None,
        set: Assignments = None,
    ) -> Self:
        """A firm with the roles and pay that are usual in its industry.

        industry : NAICS code or words of an official title, or several
        headcount : [FTE]
        area : whose pay level applies: code or words of its title
        pay_per_head : [USD/FTE/year] average loaded cost; scales that of every role
        open_positions : [positions] at the start
        start : first month, as 2026-07
        quarters : length of the plan
        set : assumptions by name, such as {"demand_growth": 0.02}
        """
        given: dict[str, Any] = {
            "industry": industry, "headcount": headcount, "pay_per_head": pay_per_head, "quarters": quarters,
            "set": set,
        }  # fmt: skip
        further: dict[str, Any] = {"area": area, "open_positions": open_positions, "start": start}
        words = option_words(given) if all(value is None for value in further.values()) else ()
        return cls._from(firm(**given, **further, name=name, title=title), words)

    @classmethod
    @python_errors
    def from_roster(
        cls,
        file: str | Path,
        *,
        map: Mapping[str, str] | Sequence[str] | None = None,
        review: str | Path | None = None,
        industry: Names = None,
        rate: Mapping[str, float] | Sequence[str] | None = None,
        rates: str | Path | None = None,
        rates_date: str | None = None,
        date: str | None = None,
        header_row: int | None = None,
        skip_rows: int | None = None,
        by: Names = None,
        without_faulty: bool | None = None,
        name: str | None = None,
        title: str | None = None,
        set: Assignments = None,
    ) -> Self:
        """A firm with the roles of a table of people or positions; `Roster.read` checks it first.

        file : CSV, XLSX or Parquet, one row a person or position
        map : the file's header by our column, such as {"title": "Position Name"}
        review : the edited table of unsure titles
        industry : weighs titles that name several occupations
        rate : [USD/unit] by currency, such as {"EUR": 1.08}
        rates : table of rates with the columns currency, usd and date, in place of those that ship
        rates_date, date : day of the rates and of the file, as 2026-06-30; a file's day is else the date
            above its headers, else today
        header_row, skip_rows : row of the column heads, or rows above them, where it is not recognised
        by : dimensions that roles are kept apart by: "department", "site", "country", one or several
        without_faulty : rows at fault are left out and counted; without it they are refused
        set : assumptions by name
        """
        given: dict[str, Any] = {
            "industry": industry, "roster": file, "map": map, "review": review, "rate": rate,
            "rates": rates, "rates_date": rates_date, "date": date, "header_row": header_row,
            "skip_rows": skip_rows, "by": by, "without_faulty": without_faulty, "set": set,
        }  # fmt: skip
        return cls._from(firm(**given, name=name, title=title), option_words(given))

    @classmethod
    @python_errors
    def from_roles(
        cls,
        file: str | Path,
        *,
        industry: Names = None,
        name: str | None = None,
        title: str | None = None,
        set: Assignments = None,
    ) -> Self:
        """A firm with the roles of a table; `reallocate new` writes one to start from.

        file : CSV or XLSX, one row a role: code or title, headcount, loaded_cost
        industry : gives the cost where a row has none
        set : assumptions by name
        """
        return cls._from(firm(industry=industry, roles=str(file), name=name, title=title, set=set))

    @classmethod
    @python_errors
    def read(cls, scenario: str | Path) -> Self:
        """The scenario in a folder or `.toml` file, or the one of a study that ships, by its name."""
        return cls._from(load_scenario(scenario), (str(scenario),))

    @classmethod
    @python_errors
    def of(cls, result: Result) -> Self:
        """The scenario that a plan or a cut was computed from; the files that it names lie with its owner.

        result : as made or opened
        """
        if SCENARIO not in result.facts:
            what = f"{result.kind.phrase} is not computed from a firm's scenario"
            raise InputError(Problem(what, result.title, "Give a plan or a cut."))
        return cls._from(checked_scenario(dict(result.facts[SCENARIO]), str(result.facts[SCENARIO]["name"])))

    @classmethod
    def _from(cls, scenario: keys.Scenario, request_words: Sequence[str] = ()) -> Self:
        fields: dict[str, Any] = dict(scenario)
        made = cls.model_construct(_fields_set=scenario.model_fields_set, **fields)
        made._folder, made._request_words = scenario.folder, tuple(request_words)
        return made


def split_names(names: Names) -> tuple[str, ...]:
    """Names as given, or as one text with commas."""
    return tuple(part.strip() for name in several(names) for part in name.split(",") if part.strip())


def texts(given: Mapping[str, Any] | Sequence[str] | None) -> tuple[str, ...]:
    """A table as texts `NAME=VALUE`; texts as they are."""
    if isinstance(given, Mapping):
        return tuple(f"{name}={value}" for name, value in given.items())
    return tuple(given or ())


def rates_and_day(
    rate: Mapping[str, float] | Sequence[str] | None, file: str | Path | None, day: str | None
) -> tuple[tuple[str, ...], str]:
    """The rates that a user states, each as EUR=1.08, and their day.

    rate : single rates, which go before those of the file
    file : table of rates
    day : of the rates; that of the file where none is stated
    """
    single = texts(rate)
    if file is None:
        return single, day or ""
    stated = {text.partition("=")[0].strip().upper() for text in single}
    others, of_file = rates_in(Path(file))
    kept = (text for text in others if text.partition("=")[0].strip().upper() not in stated)
    return (*single, *kept), day or of_file


@python_errors
def firm(
    scenario: keys.Scenario | str | Path | None = None,
    *,
    industry: Names = None,
    headcount: float | None = None,
    map: Mapping[str, str] | Sequence[str] | None = None,
    rate: Mapping[str, float] | Sequence[str] | None = None,
    rates: str | Path | None = None,
    rates_date: str | None = None,
    by: Names = None,
    set: Assignments = None,
    **options: Any,
) -> keys.Scenario:
    """The firm that `reallocate plan` names with its options, all of them checked together.

    scenario, and others by name : as in `Scenario.from_industry`, `Scenario.from_roster` and `plan`
    """
    written, day = rates_and_day(rate, rates, rates_date)
    asked = firm_scenario(
        scenario, several(industry), headcount, map=texts(map), rate=written, rates_date=day or None,
        parameters=numbers(set) or None, by=split_names(by), **options,
    )  # fmt: skip
    undated = asked.roster and asked.reading.date is None and asked.reading.read_on is None
    return with_flags(asked, read_on=today()) if undated else asked
