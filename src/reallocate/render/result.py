"""A result: facts, tables, charts and text, shown in one way; and how private it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from reallocate.kernel.blocks import Block, Brief, Grid, Picture, Prose, Section, Sheet, grid, picture
from reallocate.kernel.chart import Chart
from reallocate.kernel.errors import DataError, InputError, NotComputed, Problem, UnknownName, nearest
from reallocate.kernel.manifest import json_bytes
from reallocate.kernel.marker import must_be_free
from reallocate.kernel.money import Money, money_of, multiply_at, shows
from reallocate.kernel.number import sentence
from reallocate.kernel.table import Column, Range, Table, handed_on, in_money
from reallocate.kernel.table import Sheet as WorkbookSheet
from reallocate.kernel.text import Said, Text, explained, named, written
from reallocate.render import page as html
from reallocate.render.drawing import Drawing, drawing
from reallocate.render.page import pdf, sheet_page
from reallocate.render.provenance import origins, plain, records, unrecognised
from reallocate.render.readers import SHEETS
from reallocate.render.saving import RECORD, Saved, save_result, table_files
from reallocate.render.slides import slides
from reallocate.render.status import QUICK, Status

if TYPE_CHECKING:
    from reallocate.render.workbook import Words


EXACT = "Exact: as private as the file."
"""Of a table of people and of what is planned from it."""
EXACT_RESULT = f"{EXACT} `reallocate share` makes a copy for sharing."
FOR_SHARING = (
    "For sharing: the figures of the exact result, rounded. Groups of fewer than ten people stand together."
)
AS_IT_IS = "For sharing as it is: it was made without a table of people, so nobody's row is in it."
_AGAIN = "Plan the roster again to make a copy for sharing."
EARLIER = f"Made by an earlier version, which moved figures of a roster. {_AGAIN}"
EARLIER_EXACT = f"{EXACT} Made by an earlier version. {_AGAIN}"
"""Of saved results of a roster that do not say how private they are."""


_One = TypeVar("_One")

_PAGE, WORKBOOK, MORE = "page.html", "workbook.xlsx", "workbook-more.xlsx"
_SUMMARY = "summary.html"
"""A file of plans up to format 8, which is kept where it lies."""
_TEXT, OBJECT = "output.txt", "output.json"
_RENEWED = "Left out: an earlier format of this result asked another question here. Run {made_by} again."
"""In every saved result: the summary for people, and one object for machines."""
NOTHING_ELSEWHERE: Mapping[str, Future[bytes]] = MappingProxyType({})
WAITING = "not_computed"
"""The fact of a first answer that lists the parts and tables that it does not have."""


def _money(result: Result) -> Money:
    return result.money


_in_its_money = shows(_money)
"""What a result writes is in the money of its country."""
MONEY = "money"
"""The fact of a result that is not shown in US dollars: the money, and the rate at which it is converted."""


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of result, declared once: its tables and charts, and the order in which they are read.

    name : as the manifest of a saved result gives it
    phrase : such a result in words, with its article
    made_by : the command that makes one
    tables, charts : all of them, in the order of the workbook
    page : result -> the sections of its page
    card : result -> the blocks of its summary in a terminal and a notebook
    about : what its page is of, above the title
    words : for the last sheet of its workbook
    sign_off : table beside which people fill in owner, state and date
    lead : parts of its text that say the answer, the first sentence of each on the first sheet
    of_rows : result -> further charts, one for each row of a table
    figures : result -> the answer for machines, beside facts and tables
    amounts : facts that are amounts, with their unit; dots lead into a fact
    first, rest : result -> the summary of a first answer while the other parts are computed, and what the
        summary of the whole adds to it
    brief : result -> what those who decide take away, as slides; none where it has no such brief
    sheet : (result, reader) -> two printed pages for the works council or the board; none where it has none
    sheets : of the workbook that is handed on, the other tables being in a second file; none where one
        workbook holds every table
    text : the sentences that its parts are made of
    since : the first format of a saved folder that can be read
    renewed : table -> first format that holds it as it is read; an earlier one is left out, and the part of
        the text of its name says so
    """

    name: str
    phrase: str
    made_by: str
    tables: tuple[Table[Any], ...]
    charts: tuple[Chart, ...]
    page: Callable[[Result], Sequence[Section]]
    card: Callable[[Result], Sequence[Block]]
    about: str = html.TRADE
    words: Words = field(default_factory=dict)
    sign_off: str = ""
    lead: tuple[str, ...] = ("headline",)
    of_rows: Callable[[Result], Sequence[Chart]] = lambda result: ()
    figures: Callable[[Result], Mapping[str, Any]] = lambda result: {}
    amounts: Mapping[str, str] = field(default_factory=dict)
    first: Callable[[Result], Sequence[Block]] = lambda result: ()
    rest: Callable[[Result], Sequence[Block]] = lambda result: ()
    brief: Callable[[Result], Brief] | None = None
    sheet: Callable[[Result, Any], Sheet] | None = None
    sheets: tuple[WorkbookSheet, ...] = ()
    text: tuple[Text, ...] = ()
    since: int = 1
    renewed: Mapping[str, int] = field(default_factory=dict)

    def table(self, name: str) -> Table[Any]:
        """The declaration of a table; `UnknownName` where there is none."""
        return _named("table", name, {one.name: one for one in self.tables})

    def chart(self, name: str, result: Result | None = None) -> Chart:
        """The declaration of a chart; `UnknownName` where there is none.

        result : whose rows have charts of their own
        """
        further = () if result is None else self.of_rows(result)
        return _named("chart", name, {one.name: one for one in (*self.charts, *further)})


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """What was computed: tables, charts and text, with all that is needed to repeat it.

    facts : title, version, seed, hashes, command and the like
    tables : by name, amounts in US dollars; `table(name)` has them in the money of the country
    text : sentences by part, and by name
    status : how the computation ended
    inputs : files that it was computed from, by path within the saved folder; of a copy for sharing its
        sheets, made of the exact result
    memory : what it was made of, for a study that goes on from it in this process; never saved
    """

    kind: Kind
    facts: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    text: Said
    status: Status = Status()
    inputs: Mapping[str, bytes] = field(default_factory=dict)
    memory: Any = None

    def __post_init__(self) -> None:
        """Nobody changes a mapping of a result later."""
        for name in ("facts", "tables", "text", "inputs"):
            object.__setattr__(self, name, MappingProxyType(getattr(self, name)))

    @property
    def title(self) -> str:
        """The heading of its page."""
        return sentence(self.facts["title"])

    @property
    def money(self) -> Money:
        """The money that its amounts are shown in."""
        return money_of(self.facts.get(MONEY))

    @property
    def privacy(self) -> str:
        """How private it is, in words; "" where no table of people is behind it."""
        return str(self.facts.get("privacy", ""))

    @property
    def is_exact(self) -> bool:
        """Whether it is as private as the table of people that it was made from."""
        return self.privacy.startswith(EXACT)

    @property
    def is_shared(self) -> bool:
        """Whether it is a copy for sharing, made of an exact result."""
        return self.privacy == FOR_SHARING

    @property
    def is_whole(self) -> bool:
        """Whether it is more than a first answer."""
        return self.status.code != QUICK

    @property
    def waiting(self) -> tuple[str, ...]:
        """Names of the tables that a first answer does not have yet."""
        return tuple(self.facts.get(WAITING, {}).get("tables", ()))

    def _must_be_there(self, *names: str) -> None:
        """Raise `NotComputed` for tables that a first answer does not have yet."""
        lacking = [name for name in names if name in self.waiting]
        if lacking:
            what = f"not in a first answer: {', '.join(lacking)}"
            raise NotComputed(Problem(what, "first answer", self.status.remedy))

    def table(self, name: str) -> pd.DataFrame:
        """A copy of one table; `UnknownName` where there is none, `NotComputed` where there is none yet.

        Amounts are in the money of the country, as `units` names it.
        """
        return self._in_money(name, self.in_dollars(name))

    def in_dollars(self, name: str) -> pd.DataFrame:
        """The same with amounts in US dollars, for what is computed from them."""
        self._must_be_there(name)
        kept = _TABLES.setdefault(self, {})
        if name not in kept:
            kept[name] = _with_default_text(_named("table", name, self.tables))
        return kept[name].copy()

    @_in_its_money
    def _in_money(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        return frame if self.money.is_dollar else in_money(self.kind.table(name), frame)[1]

    @_in_its_money
    def chart(self, name: str) -> Drawing:
        """One chart, which shows itself in a notebook; `.svg()` is its picture, and `.save(path)` writes it.

        Raises `UnknownName` where there is none, `DataError` where there is nothing to draw.
        """
        declared = self.kind.chart(name, self)
        self._must_be_there(*(one.name for one in declared.tables))
        block = picture(declared, self.tables)
        if isinstance(block, Prose):
            raise DataError(Problem(block.sentences[0], f"the chart {name}"))
        return drawing(declared, block.frame)

    def has(self, name: str) -> bool:
        """Whether it has a table with rows; optional ones are there only where they were requested."""
        return name in self.tables and not self.tables[name].empty

    @_in_its_money
    def grid(self, name: str, *columns: str | Column | Range, **options: Any) -> Grid | Prose:
        """A table as it is read, for page, terminal or notebook.

        columns, options : as for `reallocate.kernel.blocks.grid`; where no columns are named, as declared
        """
        declared = self.kind.table(name)
        if not columns:
            options = {**declared.place.reading, **options}
        if options.get("rows") is None:
            self._must_be_there(name)
            if not columns and declared.place.rows is not None and name in self.tables:
                options["rows"] = declared.place.rows(self.in_dollars(name), self.facts)
        return grid(self.tables, declared, *columns, **options)

    def picture(self, name: str) -> Picture | Prose:
        """A chart as a block of a page."""
        declared = self.kind.chart(name, self)
        self._must_be_there(*(one.name for one in declared.tables))
        return picture(declared, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The result in sentences, by part."""
        return explained(self.text)

    @property
    def units(self) -> dict[str, dict[str, str]]:
        """Unit of each column that holds numbers of one unit, by table."""
        unit = self.money.unit
        return {
            one.name: {column: unit(words) for column, words in one.units.items()}
            for one in self.kind.tables
            if one.name in self.tables
        }

    @_in_its_money
    def to_dict(self) -> dict[str, Any]:
        """The result as one object for machines: plain lists, dictionaries, numbers and text.

        Each table is a list of its rows; what is not available is null.
        """
        return {
            **plain(dict(self.kind.figures(self))),
            "kind": self.kind.name,
            "status": vars(self.status),
            "facts": self._facts_in_money,
            "tables": {name: records(self._in_money(name, frame)) for name, frame in self.tables.items()},
            "text": self.explain(),
            "units": self.units,
        }

    @property
    def _facts_in_money(self) -> dict[str, Any]:
        """Its facts, amounts in the money of the country."""
        facts: dict[str, Any] = plain(dict(self.facts))
        if not self.money.is_dollar:
            for path, unit in self.kind.amounts.items():
                multiply_at(facts, path.split("."), self.money.factor(unit))
        return facts

    def as_json(self) -> bytes:
        """The same as JSON, on one line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False).encode() + b"\n"

    @_in_its_money
    def page(self) -> str:
        """The page as HTML: one file that needs nothing else."""
        lead, sections = _lines(self.privacy), [*self.kind.page(self)]
        if said := origins(self.facts):
            sections.append(Section("origins", "Sources", (Prose(said, "note"),)))
        return html.page(self.title, self.facts["version"], sections, lead=lead, about=self.kind.about)

    @_in_its_money
    def card(self) -> list[Block]:
        """Its summary for a terminal or a notebook, first how private it is."""
        said = origins(self.facts)
        return [*self._private, *self.kind.card(self), *([Prose(said, "note")] if said else [])]

    @_in_its_money
    def first(self) -> list[Block]:
        """Its summary while the other parts are computed, likewise."""
        return [*self._private, *self.kind.first(self)]

    @property
    def _private(self) -> list[Block]:
        lines = _lines(self.privacy)
        return [Prose(lines)] if lines else []

    @property
    @_in_its_money
    def brief(self) -> Brief:
        """What those who decide take away; `UnknownName` where such a result has no brief."""
        if self.kind.brief is None:
            raise UnknownName(f"{self.kind.phrase} has no slides; a plan has six")
        return replace(self.kind.brief(self), head=self.privacy)

    @_in_its_money
    def sheet(self, reader: str) -> str:
        """Two printed pages for one reader as HTML.

        reader : council or board
        Raises `UnknownName` for another reader or a result without sheets, `InputError` where figures are
        exact, `NotComputed` where what turns the answer was not solved.
        """
        if (made := self.inputs.get(SHEETS.get(reader, ""))) is not None:
            return made.decode()
        return sheet_page(self.facts["version"], self.sheet_of(reader))

    @_in_its_money
    def sheet_of(self, reader: str) -> Sheet:
        """The same as blocks."""
        _named("sheet for", reader, SHEETS)
        if self.kind.sheet is None:
            raise UnknownName(f"{self.kind.phrase} has no sheet of its own; `reallocate sheet` makes it")
        return self.kind.sheet(self, reader)

    def sheets(self) -> dict[str, bytes]:
        """The sheets as files; none where they cannot be made yet."""
        try:
            return {file: self.sheet(reader).encode() for reader, file in SHEETS.items()}
        except (InputError, NotComputed, UnknownName):
            return {}

    def _own_sheets(self) -> dict[str, bytes]:
        """The sheets among its files; an exact result has none, since sheets are for sharing."""
        return {} if self.is_exact else self.sheets()

    def pdf(self) -> bytes:
        """Sheets, where there are any, and page as one tagged PDF.

        Raises `InputError` where the extra `print` is not installed.
        """
        return pdf([*(one.decode() for one in self._own_sheets().values()), self.page()])

    def slides(self) -> bytes:
        """The brief as slides, a PPTX file; `InputError` where the extra `slides` is not installed."""
        return slides(self.title, self.facts["version"], self.brief)

    @_in_its_money
    def workbook(self) -> bytes:
        """The workbook that is handed on, as the bytes of an XLSX file."""
        from reallocate.render.workbook import workbook

        first, rest = self._sheets
        kind = self.kind
        return workbook(
            self.title, self.facts["version"], self._first_lines, first, self.tables, words=kind.words,
            sign_off=kind.sign_off, elsewhere={MORE: rest} if rest else None,
        )  # fmt: skip

    @_in_its_money
    def workbook_more(self) -> bytes:
        """Every table that the first workbook does not show, as the bytes of an XLSX file."""
        from reallocate.render.workbook import workbook

        _, rest = self._sheets
        if not rest:
            raise UnknownName(f"{self.kind.phrase} has one workbook, which holds every table")
        return workbook(self.title, self.facts["version"], self._first_lines, rest, self.tables)

    @property
    def _sheets(self) -> tuple[list[WorkbookSheet], list[WorkbookSheet]]:
        contents_and_words = 2
        return handed_on(self.kind.sheets, self.kind.tables, self.tables, contents_and_words)

    @property
    def _first_lines(self) -> list[str]:
        """Below the title of a workbook: the answer, what is said of people's data, and what made it."""
        lead = [line for part in self._lead for line in part[:1]]
        named = [f"Scenario: {self.facts['name']}."] if "name" in self.facts else []
        people = *unrecognised(self.facts), *self.facts.get("title_notes", ())
        return [*_lines(self.privacy), *lead, *people, *named, f"Status: {self.status.text}. {self._made_by}"]

    def save(self, folder: str | Path, elsewhere: Mapping[str, Future[bytes]] = NOTHING_ELSEWHERE) -> Path:
        """Save it: tables, text, facts and inputs, with page, sheets and workbook.

        folder : does not exist yet, is empty, or holds an earlier result of the same kind
        elsewhere : as in `contents`
        Returns the folder. Raises `InputError` where it holds something else; nothing there is touched.
        """
        place = Path(folder)
        must_be_free(place, self.kind.name, self.kind.phrase)
        return save_result(place, self.kind.name, self.kind.phrase, self.contents(elsewhere))

    def contents(self, elsewhere: Mapping[str, Future[bytes]] = NOTHING_ELSEWHERE) -> dict[str, bytes]:
        """The files of its folder by path: record, tables, inputs, page, sheets and workbook.

        elsewhere : (path) files that another process makes meanwhile, the same bytes
        """
        # Loaded only here: a first figure is told without what draws in a terminal.
        from reallocate.render import terminal

        def made(name: str, make: Callable[[], bytes]) -> bytes:
            return elsewhere[name].result() if name in elsewhere else make()

        record = {"facts": plain(dict(self.facts)), "text": written(self.text), "status": vars(self.status)}
        return {
            RECORD: json_bytes(record, in_order=True),
            **table_files(self.tables),
            **self.inputs,
            _PAGE: self.page().encode(),
            **self._own_sheets(),
            WORKBOOK: made(WORKBOOK, self.workbook),
            **({MORE: made(MORE, self.workbook_more)} if self.kind.sheets else {}),
            _TEXT: terminal.summary_text(self.title, self.card()).encode(),
            OBJECT: made(OBJECT, self.as_json),
        }

    @classmethod
    def opened(cls, kind: Kind, saved: Saved) -> Result:
        """A result that was saved.

        saved : its folder, read and verified
        Raises `InputError` where it holds another kind of result or one of a format that is read no more,
        `DataError` where its record is damaged.
        """
        if saved.kind != kind.name:
            what = f"the folder holds something other than {kind.phrase}"
            raise InputError(Problem(what, str(saved.folder), f"Name a folder that {kind.made_by} wrote."))
        record = saved.record()
        if saved.format < kind.since:
            what = f"it was saved in format {saved.format}; {kind.phrase} is read from format {kind.since} on"
            remedy = f"Read {_PAGE} of the folder, or run {kind.made_by.partition(' …')[0]} again."
            raise InputError(Problem(what, str(saved.folder), remedy, "Its tables answer another question."))
        is_shared = record["facts"].get("privacy") == FOR_SHARING
        sheets = () if is_shared else SHEETS.values()
        known = {RECORD, _PAGE, _SUMMARY, *sheets, WORKBOOK, MORE, _TEXT, OBJECT}
        inputs = {
            name: content
            for name, content in saved.files.items()
            if name not in known and not name.startswith("tables/")
        }
        tables, left_out = dict(saved.tables()), {}
        for name, first in kind.renewed.items():
            if saved.format < first and tables.pop(name, None) is not None:
                left_out[name] = [_RENEWED.format(made_by=kind.made_by.partition(" …")[0])]
        text = named({**record["text"], **left_out}, kind.text)
        return cls(kind, record["facts"], tables, text, Status(**record["status"]), inputs)

    @property
    def _lead(self) -> list[list[str]]:
        text = self.explain()
        return [text.get(part, []) for part in self.kind.lead]

    @property
    def _made_by(self) -> str:
        command = self.facts.get("command") or "not available"
        return f"Made by reallocate {self.facts['version']}. Command: {command}"

    def __repr__(self) -> str:
        return "\n".join([self.title, *_lines(self.privacy), *(line for part in self._lead for line in part)])

    def _repr_html_(self) -> str:
        return html.fragment(self.title, self.card())


_TABLES: WeakKeyDictionary[Result, dict[str, pd.DataFrame]] = WeakKeyDictionary()
"""Tables that were read, with their text as pandas holds it; converting it anew each time took a third of a
page's time."""


def _lines(line: str) -> list[str]:
    """A line, where there is one."""
    return [line] if line else []


def _with_default_text(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with its text held as pandas holds new text, so that it compares equal with other frames."""
    text = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.StringDtype)]
    frame = frame.astype(dict.fromkeys(text, "str"))
    return frame.set_axis(pd.Index(frame.columns.to_list()), axis=1)


def _named(what: str, name: str, known: Mapping[str, _One]) -> _One:
    if name in known:
        return known[name]
    near = f"nearest: {', '.join(nearest(name, known) or sorted(known))}"
    raise UnknownName(f"there is no {what} {name!r}; {near if known else 'this result has none'}")
