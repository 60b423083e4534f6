"""A table of a result, declared once: columns, how it is computed, where it shows; and sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from numbers import Real
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypedDict, TypeVar, Unpack

from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.money import shown_money
from reallocate.kernel.on_demand import Completed, OnDemand

if TYPE_CHECKING:
    import pandas as pd

_Context = TypeVar("_Context", contravariant=True)
Tables: TypeAlias = "Mapping[str, pd.DataFrame]"
"""The tables of a result, by name."""
Rows = Sequence[Mapping[str, Any]]
"""Rows of a table, column -> value; a column that a row lacks is not available in it."""

BY_ROW = "in the unit stated"
"""The unit of a column whose rows name their own in the column `unit`."""


@dataclass(frozen=True)
class Column:
    """A column; page, workbook, terminal, JSON and documentation take all they say of it from here.

    label : heading, at most four words; the name in words where it is left out
    unit : of its numbers; `BY_ROW` where each row has its own; empty for text
    signed : a change, written with its sign
    digits : decimals, where the size of the numbers should not decide
    figures : significant figures that large numbers are rounded to
    about : what it is, where the heading cannot say it
    words : code in the table -> words of the reader
    absent : what is written where there is no number
    optional : a result has it only where it was requested, or where it is computed
    """

    name: str
    label: str = ""
    unit: str = ""
    signed: bool = False
    digits: int | None = None
    figures: int = 0
    about: str = ""
    words: Mapping[Any, str] = field(default_factory=dict)
    absent: str = ""
    optional: bool = False

    @property
    def heading(self) -> str:
        """The label, or the name in words."""
        return self.label or self.name.replace("_", " ").capitalize()

    def in_money(self) -> Column:
        """The same with its unit in the money that is shown."""
        shown = shown_money()
        if shown.is_dollar:
            return self
        return replace(
            self, unit=shown.unit(self.unit), label=shown.words(self.heading), about=shown.words(self.about)
        )


@dataclass(frozen=True)
class Range:
    """Two columns of a table shown as one: "low to high", or "middle (low to high)".

    label : heading
    low, high : columns; the unit is that of `low`
    middle : column written before the range
    """

    label: str
    low: str
    high: str
    middle: str = ""


class _Reading(TypedDict, total=False):
    """How a table is read where it is shown: as for `kernel.blocks.grid`."""

    caption: str
    note: str
    fold: str
    merged: bool
    most: int


@dataclass(frozen=True)
class _Place:
    """Where a table stands on the page of its question, and how it is read where no columns are named.

    section : of the page; "" where it has no place of its own
    after : the sentence, chart or table behind which it stands; behind all sentences and charts otherwise
    show : its columns that are shown, or ranges of them; all where none are named
    rows : (rows, facts) of the result -> the rows shown
    """

    section: str = ""
    after: str = ""
    show: tuple[str | Column | Range, ...] = ()
    rows: Callable[[pd.DataFrame, Mapping[str, Any]], pd.DataFrame] | None = field(default=None, repr=False)
    reading: _Reading = field(default_factory=_Reading)


@dataclass(frozen=True)
class Table(Generic[_Context]):
    """A table, declared once.

    name : in `Result.table(name)`, in the saved folder and in JSON
    title : finding or content, as sheet and caption
    columns : all of them, in order
    compute : what the study knows -> its rows; nothing where an optional table was not requested
    source : where its figures come from, in a sentence
    optional : a result has it only where it was requested
    sheet : whether the workbook shows it
    others : further columns, named by the data, such as observed years; their name is their label
    place : where it stands on a page, and how it is read
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    compute: Callable[[_Context], pd.DataFrame | None] = field(repr=False)
    source: str = ""
    optional: bool = False
    sheet: bool = True
    others: Column | None = None
    place: _Place = _Place()

    def __call__(self, context: _Context) -> pd.DataFrame:
        """Its rows, computed and checked; `InvariantError` where there is no such table in this context."""
        return self.checked(self.compute(context))

    def column(self, name: str) -> Column:
        """A column by its name; `KeyError` where it is not declared."""
        declared = {column.name: column for column in self.columns}
        if name not in declared and self.others is not None:
            return replace(self.others, name=name, label=name)
        return declared[name]

    @property
    def names(self) -> list[str]:
        """Names of its declared columns."""
        return [column.name for column in self.columns]

    def columns_of(self, frame: pd.DataFrame) -> tuple[Column, ...]:
        """The columns of its rows: the declared ones, then those named by the data."""
        declared = {column.name for column in self.columns}
        shown = (column for column in self.columns if column.name in frame)
        return (*shown, *(self.column(str(name)) for name in frame if name not in declared))

    def shown_in(self, frame: pd.DataFrame) -> Sequence[str | Column | Range]:
        """The columns that its place shows, without optional ones that these rows lack; else all."""
        lacking = [one.name for one in self.columns if one.optional and one.name not in frame]
        return [one for one in self.place.show or self.columns_of(frame) if one not in lacking]

    @property
    def units(self) -> dict[str, str]:
        """Column -> unit, for columns that hold numbers of one unit."""
        return {column.name: column.unit for column in self.columns if column.unit and column.unit != BY_ROW}

    def checked(self, frame: pd.DataFrame | None) -> pd.DataFrame:
        """The rows, columns in the declared order; `InvariantError` where none or others are there."""
        if frame is None:
            raise InvariantError(Problem(f"table {self.name!r} was not computed"))
        declared = [one.name for one in self.columns if not one.optional or one.name in frame]
        further = [str(name) for name in frame if name not in declared] if self.others is not None else []
        if set(frame.columns) != {*declared, *further}:
            extra, lacking = set(frame.columns) - set(declared), set(declared) - set(frame.columns)
            what = f"table {self.name!r}: not declared {sorted(extra)}, missing {sorted(lacking)}"
            raise InvariantError(Problem(what, remedy="Declare each column where the table is declared."))
        named = [*declared, *further]
        ordered = frame if list(frame.columns) == named else frame[named]
        return ordered.reset_index(drop=True)


def in_money(declared: Table[Any], frame: pd.DataFrame) -> tuple[Table[Any], pd.DataFrame]:
    """A table in the money that is shown: amounts converted, units named in it.

    frame : its rows, amounts in dollars
    """
    shown = shown_money()
    if shown.is_dollar:
        return declared, frame
    columns = tuple(column.in_money() for column in declared.columns)
    others = None if declared.others is None else declared.others.in_money()
    made = replace(declared, title=shown.words(declared.title), columns=columns, others=others)
    return made, frame.assign(**columns_in_money(declared.columns_of(frame), frame))


def columns_in_money(columns: Iterable[Column], frame: pd.DataFrame) -> dict[str, pd.Series]:
    """(column) amounts in the money that is shown; the units of rows where they name their own.

    columns : of the frame
    frame : amounts in dollars
    """
    import pandas as pd

    shown, found = shown_money(), dict[str, pd.Series]()
    if shown.is_dollar:
        return found
    for column in columns:
        values = frame[column.name]
        if (factors := factors_of(column, frame)) is None:
            continue
        if column.unit in ("", BY_ROW):
            found["unit"] = frame["unit"].astype(str).map(shown.unit)
        converted = [_times(value, one) for value, one in zip(values, factors, strict=True)]
        numbers = pd.api.types.is_numeric_dtype(values.dtype)
        found[column.name] = pd.Series(converted, frame.index, float if numbers else object)
    return found


_OF_ROWS = ("value", "low", "high")
"""Columns whose numbers are in the unit that a row names, where they have none of their own."""


def factors_of(column: Column, frame: pd.DataFrame) -> list[float] | None:
    """By what each number of a column becomes the money that is shown; none where none is an amount.

    frame : holds `unit` where each row has its own
    """
    shown = shown_money()
    by_row = column.unit == BY_ROW or (not column.unit and column.name in _OF_ROWS)
    if by_row and "unit" in frame:
        factors = [shown.factor(unit) for unit in frame["unit"].astype(str)]
    else:
        factors = [shown.factor(column.unit)] * len(frame)
    return None if all(factor == 1.0 for factor in factors) else factors


def _times(value: Any, factor: float) -> Any:
    """A number by a factor; what is no number, as it is."""
    if isinstance(value, Live):
        return replace(value, amount=value.amount * factor)
    is_amount = isinstance(value, Real) and not isinstance(value, bool)
    return float(value) * factor if is_amount and factor != 1.0 else value


def table(
    name: str,
    title: str,
    *columns: Column | Iterable[Column],
    source: str = "",
    optional: bool = False,
    sheet: bool = True,
    others: Column | None = None,
    section: str = "",
    after: str = "",
    show: Sequence[str | Column | Range] = (),
    rows: Callable[[pd.DataFrame, Mapping[str, Any]], pd.DataFrame] | None = None,
    **reading: Unpack[_Reading],
) -> Callable[[Callable[[_Context], pd.DataFrame | Rows | None]], Table[_Context]]:
    """Declare the function below as a table; it returns a frame, or rows by column.

    columns : each, or several at once, such as those of `with_quantiles`
    name, title, source, optional, sheet, others : as in `Table`
    section, after, show, rows, reading : as in `_Place`
    """
    place = _Place(section, after, tuple(show), rows, reading)
    flat: list[Column] = []
    for one in columns:
        flat += [one] if isinstance(one, Column) else list(one)

    def declared(compute: Callable[[_Context], pd.DataFrame | Rows | None]) -> Table[_Context]:
        def frame(context: _Context) -> pd.DataFrame | None:
            import pandas as pd

            made = compute(context)
            if made is None or isinstance(made, pd.DataFrame):
                return made
            given = dict.fromkeys(key for row in made for key in row)
            named = [column.name for column in flat if not column.optional or column.name in given]
            return pd.DataFrame(made, columns=list(dict.fromkeys([*named, *given])))

        return Table(name, title, tuple(flat), frame, source, optional, sheet, others, place)

    return declared


def of_unit(
    unit: str, *, signed: bool = False, digits: int | None = None, absent: str = "", **labels: str
) -> tuple[Column, ...]:
    """Several columns of one unit.

    labels : name -> heading
    """
    return tuple(Column(name, label, unit, signed, digits, absent=absent) for name, label in labels.items())


def with_ends(column: Column, low: str, high: str, stem: str = "") -> tuple[Column, ...]:
    """A column of a figure, with both ends of its range beside it.

    low, high : behind the heading of the figure
    stem : of the names of the ends, where it is not the figure's
    """
    ends = {column.name: "", f"{stem or column.name}_low": low, f"{stem or column.name}_high": high}
    return tuple(replace(column, name=name, label=f"{column.heading}{end}") for name, end in ends.items())


def with_quantiles(column: Column) -> tuple[Column, ...]:
    """A column of the median over draws, with its 10th and 90th percentile beside it."""
    from reallocate.kernel.arrays import SUFFIXES

    words = {0.1: ", 10th percentile", 0.5: "", 0.9: ", 90th percentile"}
    return tuple(
        replace(column, name=f"{column.name}{end}", label=f"{column.heading}{words[share]}")
        for end, share in SUFFIXES.items()
    )


def computed(declared: Sequence[Table[_Context]], context: _Context) -> dict[str, pd.DataFrame]:
    """Every declared table, computed and checked; optional tables that were not requested are left out.

    declared : in their order
    context : what the study knows
    """
    tables = {}
    for one in declared:
        frame = one.compute(context)
        if frame is not None or not one.optional:
            tables[one.name] = one.checked(frame)
    return tables


def each_on_demand(asked: Sequence[tuple[Table[Any], Any]]) -> Tables:
    """Tables that are computed and checked when they are first read.

    asked : each with what the study knows for it; whether an optional one is there shows where it is read, or
        the list of all
    """
    sure = OnDemand({one.name: partial(one, context) for one, context in asked if not one.optional})

    def every() -> Tables:
        found: dict[str, Callable[[], pd.DataFrame]] = {}
        for one, context in asked:
            if one.name in sure:
                found[one.name] = partial(sure.__getitem__, one.name)
            elif (frame := one.compute(context)) is not None:
                found[one.name] = partial(one.checked, frame)
        return OnDemand(found)

    return Completed(sure, [one.name for one, _ in asked if one.optional], every)


def computed_on_demand(
    declared: Sequence[Table[Any]],
    context: _Context,
    later: Sequence[Table[Any]],
    read_from: Callable[[_Context], Any],
) -> Tables:
    """As `computed`, with tables that are computed and checked when they are first read.

    declared : in their order, those among them
    context : what the study knows, for the others; it is let go
    later : of which each has rows
    read_from : what they are computed from, which is kept until all of them are
    """
    at_once = computed([one for one in declared if one not in later], context)
    kept = read_from(context)
    compute: dict[str, Callable[[], pd.DataFrame]] = {}
    for one in declared:
        if one in later:
            compute[one.name] = partial(one, kept)
        elif one.name in at_once:
            compute[one.name] = partial(at_once.__getitem__, one.name)
    return OnDemand(compute)


_MOST_SHEETS = 15
"""Sheets of the workbook that is handed on; what is beyond them goes into a second file."""


@dataclass(frozen=True)
class Live:
    """A cell that the office program computes from other rows of its column.

    amount : what it comes to, as the table has it
    plus, minus : rows that are added and taken away, the first row of the sheet's body being 0
    before : whether the cell to its left is added: a running total
    """

    amount: float
    plus: tuple[int, ...] = ()
    minus: tuple[int, ...] = ()
    before: bool = False

    def __float__(self) -> float:
        return self.amount


@dataclass(frozen=True)
class Native:
    """A chart that the office program draws from the cells of its sheet.

    rows : labels in the first column whose rows are drawn along the columns of numbers; or, where none are
        named, `columns` are drawn for the first `most` rows
    """

    title: str
    kind: Literal["line", "column", "bar"]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    most: int = 12


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet, declared once.

    table : title, columns and source; a registered table, or one that is read across
    rows : tables -> what it shows; the table itself by default
    total : columns whose sum stands below the rows; `ACROSS` for every column named by the data
    chart : drawn below the rows
    is_first : whether it is in the workbook that is handed on, as far as there is room, or in the second file
    """

    table: Table[Any]
    rows: Callable[[Tables], pd.DataFrame] | None = None
    total: tuple[str, ...] = ()
    chart: Native | None = None
    is_first: bool = True

    def frame(self, tables: Tables) -> pd.DataFrame:
        """What it shows; nothing where a table that it needs is not there."""
        import pandas as pd

        if self.rows is None:
            return tables.get(self.table.name, pd.DataFrame())
        try:
            return self.rows(tables)
        except KeyError:
            return pd.DataFrame()

    def summed(self, frame: pd.DataFrame) -> list[str]:
        """Columns whose sum stands below the rows."""
        if self.total == ACROSS:
            declared = set(self.table.names)
            return [str(name) for name in frame if name not in declared]
        return [name for name in self.total if name in frame]


def handed_on(
    sheets: Sequence[Sheet], declared: Sequence[Table[Any]], tables: Tables, others: int
) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets of the workbook that is handed on, and those of the second file.

    sheets : of the first, in their order, as far as they have rows and there is room
    declared : every table; one that the first workbook does not show is in the second
    others : further sheets of the first workbook, such as its contents
    """
    if not sheets:
        return [Sheet(one) for one in declared if one.sheet], []
    shown = [one for one in sheets if one.is_first and not one.frame(tables).empty]
    first = shown[: _MOST_SHEETS - others]
    taken = {one.table.name for one in first}
    own = {one.table.name: one for one in sheets}
    rest = [one for one in shown if one not in first and one.rows is not None]
    rest += [own.get(one.name, Sheet(one)) for one in declared if one.sheet and one.name not in taken]
    return first, rest


ACROSS = ("*",)
"""Every column that the data name, such as quarters."""


def read_across(name: str, title: str, *columns: Column, across: Column, source: str) -> Table[Tables]:
    """The declaration of a sheet with one column a quarter.

    columns : those before the quarters
    across : unit of the numbers under the quarters
    """
    return table(name, title, *columns, source=source, others=across)(_nothing)


def _nothing(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


def across(frame: pd.DataFrame, rows: Sequence[str], period: str, value: str) -> pd.DataFrame:
    """Rows of a table with one column a period, in the order of the table.

    rows : columns that name a row
    """
    order = list(dict.fromkeys(frame[period].astype(str)))
    keys = frame[list(rows)].drop_duplicates()
    wide = frame.assign(**{period: frame[period].astype(str)}).pivot_table(
        index=list(rows), columns=period, values=value, aggfunc="sum", sort=False, dropna=False, observed=True
    )
    wide = wide.loc[[tuple(key) if len(rows) > 1 else key[0] for key in keys.to_numpy()], order]
    return wide.reset_index().rename_axis(columns=None)
