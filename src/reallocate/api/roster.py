"""A table of people or positions: read, checked, and turned into the scenario of a firm."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

from reallocate.api.firm import Scenario, roster_rates
from reallocate.api.requests import RosterRequest
from reallocate.api.spelling import in_python, python_errors
from reallocate.data.bundle import shipped_world
from reallocate.data.country import HOME, country
from reallocate.data.national import national_figures
from reallocate.data.titles.match import PROVISIONAL
from reallocate.firm.request.amounts import in_its_money
from reallocate.firm.request.roles import industry_people
from reallocate.firm.request.roster_keys import pairs
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, UnknownName
from reallocate.kernel.look import look_at_file
from reallocate.kernel.marker import must_be_new, must_be_ours_or_new
from reallocate.kernel.options import as_names, given, method_takes
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.today import today
from reallocate.roster.clean_copy import clean_copy, mended_table, template
from reallocate.roster.faults import FAULT_HEAD, REMEDIES, fault_list
from reallocate.roster.file.limits import ReadOptions, read_options
from reallocate.roster.file.people_columns import COLUMNS, mapping_of
from reallocate.roster.groups import FEW, FEWER
from reallocate.roster.job import one_job
from reallocate.roster.matching import (
    occupation_named,
    read_abbreviations,
    read_review,
    review_rows,
    write_review,
)
from reallocate.roster.report import known_words, lines, record
from reallocate.roster.roster import Given, read_roster, roles_of
from reallocate.roster.roster import Roster as ReadRoster
from reallocate.roster.walk import fault_counts, open_titles, walk_of
from reallocate.work.firm import DIMENSIONS, OTHER

_FLAGS = {
    "header_row": "--header-row", "date": "--date", "rates": "--rate", "rates_date": "--rates-date",
    "skip_rows": "--skip-rows", "read_on": "today",
}  # fmt: skip


@dataclass(frozen=True)
class RosterCheck:
    """What a check of a roster found: exact figures, as private as the file; it never names a person.

    is_clean : no row is faulty
    is_ready : no fault keeps a row out, so that it can be planned
    lines : the report for people
    record : the same for machines
    """

    is_clean: bool
    is_ready: bool
    lines: tuple[str, ...]
    record: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The check as one object for machines."""
        return dict(self.record)

    def __repr__(self) -> str:
        return in_python("\n".join(self.lines))


class Roster:
    """A table of people or positions, read by `Roster.read`; figures are exact, and no person is named."""

    KNOWN_COLUMNS: ClassVar[tuple[str, ...]] = tuple(COLUMNS)
    """Columns that a roster may have; only a title or a code is needed."""
    USED_FROM: ClassVar[float] = PROVISIONAL
    """[probability] from which a title that nobody decides is used; below, its people are left out."""

    def __init__(self, read: ReadRoster, file: Path, options: Mapping[str, Any]) -> None:
        self._read, self._file, self._options = read, file, dict(options)
        self._earlier: list[dict[str, str]] = []
        self._reading, self._home = ReadOptions(), HOME

    @classmethod
    @python_errors
    @method_takes(RosterRequest)
    def read(cls, asked: RosterRequest) -> Self:
        """Read a roster and match its titles to occupations.

        Raises `InputError` where the file cannot be read; faulty rows are reported by `check`.
        """
        columns = mapping_of(list(pairs(asked.map or ()) or ()))
        options = {name: value for name, value in given(asked).items() if name != "file"}
        dated = roster_rates(options)
        written, day = pairs(dated.get("rate") or ()) or (), dated.get("rates_date") or ""
        reading = read_options(
            asked.header_row, asked.date or "", written, day, _FLAGS, asked.skip_rows, today()
        )
        home = country(asked.country or HOME).code
        world = shipped_world(home)
        titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
        place = None if asked.review is None else Path(asked.review)
        exists = place is not None and place.exists()
        choices, earlier = read_review(place, titles) if place is not None and exists else ({}, [])
        short = None if asked.abbreviations is None else read_abbreviations(Path(asked.abbreviations))
        weights = industry_people(world, as_names(asked.industry or ()) or ())
        with in_its_money(home):
            read = read_roster(Path(asked.file), world, weights, Given(columns, choices, reading, short))
        options["review"] = place if exists else None
        made = cls(read, Path(asked.file), options)
        made._earlier, made._reading, made._home = earlier, reading, home
        return made

    @cached_property
    def unsure(self) -> list[dict[str, str]]:
        """Titles to decide: what they most likely are, and the other occupations they may be."""
        read = self._read
        return review_rows(read.matches, dict(read.titles), read.title_counts())

    @property
    def accepted(self) -> list[dict[str, str]]:
        """Titles that need no decision, with their rows and the occupation that each is planned as."""
        titles, counts = self._read.titles, self._read.title_counts()
        return [
            {"title": title, "occupation": match.occupation, "name": str(titles[match.occupation]),
             "count": f"{counts[title]:,}" if counts[title] >= FEW else FEWER}
            for title, match in sorted(self._read.matches.items())
            if match.is_accepted
        ]  # fmt: skip

    @staticmethod
    @python_errors
    def occupation(text: str) -> str:
        """The code of the occupation that a code, an official title or a clear everyday title names.

        Raises `InputError` where none is.
        """
        world = shipped_world()
        titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
        code, problem = occupation_named(text.strip(), "", titles)
        if problem is None:
            return code
        with suppress(UnknownName):
            mix = one_job(world, text).mix
            if len(mix) == 1:
                return str(mix.index[0])
        raise InputError(problem)

    def check(self, review: str | Path | None = None, faults: str | Path | None = None) -> RosterCheck:
        """Faulty rows, counts, groups of people and titles to decide.

        review, faults : files that hold titles and faulty rows, named in the report
        """
        files = [None if one is None else Path(one) for one in (review, faults)]
        clean = not self._read.people.faults
        ready = not self._read.people.removing
        with in_its_money(self._home):
            words = tuple(lines(self._read, self.unsure, *files))
            return RosterCheck(clean, ready, words, record(self._read, self.unsure))

    @property
    def walk(self) -> dict[str, Any]:
        """From the rows of the file to the positions of its plan: exact counts, as private as the file."""
        return asdict(walk_of(self._read))

    @property
    def open_titles(self) -> list[dict[str, Any]]:
        """Titles to decide, those of most people first: title, also, people, options, by_department.

        options : code, official title and probability of what it may be; none where nothing matches
        """
        return [asdict(one) for one in open_titles(self._read)]

    @property
    def fault_counts(self) -> list[dict[str, Any]]:
        """Kind, header and rows of every fault, and whether it keeps them out of a plan."""
        names = ("fault", "header", "rows", "leaves_out")
        return [dict(zip(names, one, strict=True)) for one in fault_counts(self._read)]

    @property
    def role_names(self) -> dict[str, str]:
        """Code and title of the roles that it makes without its faulty rows; none where nothing is left."""
        try:
            multiplier = Parameters(national=national_figures(self._home))["loaded_multiplier"]
            rows = roles_of(self._read.without_faulty(), multiplier).roles
        except InputError:
            return {}
        names = rows.drop_duplicates("occupation").set_index("occupation")["title"].sort_index()
        return {str(code): str(title) for code, title in names.items()}

    def groups(self) -> dict[str, Any]:
        """People by department, location, level and age [persons]; groups under five together as "other"."""
        return dict(self._read.groups)

    def places(self) -> dict[str, dict[str, int]]:
        """(department, site, country) groups that promises may name, with their people [persons].

        Dimensions that the file does not have are left out, and so are groups of fewer than five.
        """
        groups = self._read.groups
        return {
            name: {str(group): int(size) for group, size in groups[column].items() if group != OTHER}
            for name, column in DIMENSIONS.items()
            if column in groups
        }

    @python_errors
    def write_review(self, file: str | Path) -> None:
        """Write the titles to decide into a table to choose from, new or the review that was read.

        Choices in that are kept.
        """
        place = Path(file)
        if place != self._options["review"]:
            must_be_new(place)
        if self.unsure or not place.exists():
            write_review(place, self.unsure, self._earlier)

    @python_errors
    def write_faults(self, file: str | Path) -> None:
        """Write every faulty row into a file that only you may read, new or such a list."""
        must_be_ours_or_new(Path(file), FAULT_HEAD)
        replace_file(Path(file), fault_list(self._read.people.faults).encode("utf-8"))

    @property
    def faults(self) -> list[dict[str, Any]]:
        """Every fault: row of the file, our column ("" for the whole row), its header, and the kind."""
        ours = {header: column for column, header in self._read.people.columns.items()}
        return [
            {"row": one.row, "column": ours.get(one.column, ""), "header": one.column, "fault": one.fault,
             "value": one.value, "remedy": REMEDIES[one.fault]}
            for one in self._read.people.faults
        ]  # fmt: skip

    @python_errors
    def write_clean(self, file: str | Path) -> tuple[str, ...]:
        """Write the roster in one clean form into a new CSV that only you may read; the changes in words.

        Headers, pay, dates, working times and states are written alike; personal columns, unused columns and
        rows that are nobody's of today are left out. A cell at fault stays as it is.
        """
        named = mapping_of(list(pairs(self._options.get("map") or ()) or ()))
        text, changed = clean_copy(self._file, named, self._reading, self._read.people)
        _write_new(file, text)
        return changed

    @staticmethod
    def known_words() -> tuple[str, ...]:
        """Every column with the headers that it may have, and every word of a status or worker type."""
        return tuple(known_words())

    @staticmethod
    @python_errors
    def write_template(file: str | Path) -> None:
        """Write an empty roster with all headers into a new file: one row a person or position."""
        _write_new(file, template())

    @python_errors
    def mend(
        self, file: str | Path, cells: Mapping[tuple[int, str], str], without: Collection[int] = ()
    ) -> None:
        """Write the roster's table as CSV with some cells mended, into a new file that only you may read.

        cells : (row of the file, our column) -> what it is to hold, such as {(7, "fte"): "0.5"}
        without : rows to leave out; all others keep their numbers
        Raises `InputError` with every row or column that the file does not have.
        """
        named = mapping_of(list(pairs(self._options.get("map") or ()) or ()))
        skipped = self._reading.skip_rows
        text = mended_table(self._file, named, self._options.get("header_row"), cells, without, skipped)
        _write_new(file, text)

    def scenario(self, **options: Any) -> Scenario:
        """The firm that the roster makes; `InputError` with faults, and where no title is mapped.

        options : name, title and set, as for `Scenario.from_roster`
        """
        return Scenario.from_roster(self._file, **self._options, **options)

    def __repr__(self) -> str:
        return repr(self.check())


def _write_new(file: str | Path, text: str) -> None:
    must_be_new(Path(file))
    replace_file(Path(file), text.encode("utf-8"), may_exist=False)


@python_errors
def check_files(review: str | Path | None, faults: str | Path | None, *new: str | Path | None) -> None:
    """`InputError` before the work where one of these files cannot be written.

    review, faults : written again where they are such tables
    new : not there yet
    """
    if review is not None:
        look_at_file(Path(review))
    if faults is not None:
        must_be_ours_or_new(Path(faults), FAULT_HEAD)
    for file in new:
        if file is not None:
            must_be_new(Path(file))
