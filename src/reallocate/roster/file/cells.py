"""The cells of a roster, column by column: what each says, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from reallocate.data.occupations import occupation_by_code
from reallocate.roster.file.headers import plain
from reallocate.roster.file.limits import LONGEST_TITLE
from reallocate.roster.file.money import decimal_mark, read_number, with_point

KIND = "error of the spreadsheet"
"""The fault of a roster's cell that holds one."""
SPREADSHEET_ERROR = "Correct the formula in the spreadsheet, or clear the cell if it has no value."
_LONGEST = 16
_ERROR = re.compile(r"#(?:[¡¿]?[A-ZÀ-Ý0/_]{2,14}[!?]|N/A|N/D|N/V|NV|GETTING_DATA|\#{3,})")
"""As Excel and LibreOffice write them in English, German, French and Spanish; number signs alone stand for a
number that did not fit into its column."""


def is_error(text: str) -> bool:
    """Whether a cell holds an error of a spreadsheet.

    text : without blanks around it
    """
    return text[:1] == "#" and len(text) <= _LONGEST and _ERROR.fullmatch(text.upper()) is not None


FILLED, OPEN, CONTRACTOR, LEFT = "filled", "open", "contractor", "left"


@dataclass(frozen=True)
class _Kind:
    """Words that mean the same for a plan.

    status : filled (the firm's own), open, contractor (from outside) or left
    reason : why
    phrases : as `_folded` leaves them
    """

    status: str
    reason: str
    phrases: tuple[str, ...]


KINDS = (
    _Kind(FILLED, "has an employment contract with the firm", (
        "employee", "employees", "employed", "permanent", "regular", "salaried", "hourly", "exempt",
        "non exempt", "full time", "fulltime", "part time", "parttime", "fte", "indefinite", "open ended",
        "direct hire", "filled", "occupied", "active", "angestellt", "angestellter", "angestellte",
        "festangestellt", "festangestellter", "festangestellte", "arbeitnehmer", "mitarbeiter", "arbeiter",
        "beamter", "unbefristet", "vollzeit", "teilzeit", "tarifangestellter", "leitender angestellter",
        "aussertariflich", "besetzt", "aktiv", "aktive", "aktiver", "cdi", "salarie", "internal",
        "onboarding", "assignment", "payroll eligible", "no payroll", "salariee", "employe", "titulaire",
        "actif", "temps plein", "temps partiel", "empleado", "empleada", "indefinido", "fijo", "activo",
        "activa", "ocupado", "tiempo completo", "tiempo parcial",
    )),
    _Kind(FILLED, "has a temporary or on-call employment contract with the firm", (
        "fixed term", "fixedterm", "limited term", "term", "temporary", "seasonal", "casual", "on call",
        "zero hours", "befristet", "befristeter", "befristete", "aushilfe", "minijob", "minijobber",
        "geringfugig", "geringfugig beschaftigt", "saisonkraft", "cdd", "saisonnier", "temporal", "eventual",
        "fijo discontinuo", "obra y servicio",
    )),
    _Kind(FILLED, "is in training and on the payroll", (
        "intern", "internship", "trainee", "apprentice", "graduate", "student", "working student", "co op",
        "praktikant", "praktikum", "auszubildender", "auszubildende", "azubi", "werkstudent",
        "werkstudentin", "dualer student", "duales studium", "alternant", "stagiaire", "apprenti", "becario",
        "practicas", "en practicas",
    )),
    _Kind(FILLED, "is absent and still employed", (
        "on leave", "leave", "leave of absence", "paid leave", "unpaid leave", "parental leave",
        "maternity leave", "sabbatical", "suspended", "beurlaubt", "elternzeit", "mutterschutz", "ruhend",
        "dormant", "furlough", "garden leave", "conge", "conge parental", "excedencia", "baja medica",
    )),
    _Kind(CONTRACTOR, "is employed by another firm", (
        "contingent", "contingent worker", "agency", "agency worker", "agency temp", "temp", "temp agency",
        "temp worker", "agency temporary", "leased", "leased worker", "vendor", "outsourced",
        "leiharbeiter", "leiharbeitnehmer", "leiharbeit", "zeitarbeiter", "zeitarbeitnehmer", "zeitarbeit",
        "arbeitnehmeruberlassung", "interimaire", "interim", "ett", "trabajador de ett",
    )),
    _Kind(CONTRACTOR, "works for the firm without an employment contract", (
        "contractor", "consultant", "independent contractor", "independent", "freelancer", "freelance",
        "self employed", "1099", "statement of work", "sow", "external", "external employee", "extern",
        "externe", "externer", "externer mitarbeiter", "freier mitarbeiter", "berater", "freiberufler",
        "selbststandig", "selbststandiger", "werkvertrag", "prestataire", "independant", "autonomo",
        "externo", "externa", "subcontratado",
    )),
    _Kind(OPEN, "is unfilled", (
        "open", "vacant", "vacancy", "unfilled", "requisition", "requested", "to be hired", "tbh", "tbd",
        "offen", "vakant", "unbesetzt", "vacante", "poste vacant", "ouvert", "a pourvoir", "abierto",
    )),
    _Kind(LEFT, "no longer works here", (
        "terminated", "inactive", "left", "resigned", "retired", "separated", "former", "deceased",
        "ausgetreten", "ausgeschieden", "gekundigt", "inaktiv", "rentner", "pensioniert", "sorti", "parti",
        "demissionnaire", "retraite", "inactif", "inactivo", "baja", "jubilado", "cesado",
    )),
)  # fmt: skip
"""Every word known, with the reason for where it counts. Personnel systems list *temporary* among their kinds
of employee, and *temp* or *agency* among people whom another firm sends."""

_EMPLOYED = frozenset((
    "employee", "employees", "employed", "permanent", "unbefristet", "angestellt", "angestellter",
    "angestellte", "festangestellt", "festangestellter", "festangestellte",
))  # fmt: skip
"""Words that nobody writes of people from outside: beside a word for these, the cell means two things."""

_FILLERS = frozenset(("worker", "workers", "staff", "member", "type", "status", "w", "m", "d", "and", "und"))
_STATUS_OF = {phrase: kind.status for kind in KINDS for phrase in kind.phrases}
_LONGEST_TYPE = max(len(phrase.split()) for phrase in _STATUS_OF)
_FORMS = re.compile(r"[/:*_](in|innen)\b")
_ENDING = re.compile(r"/r\b")


def _folded(text: str) -> str:
    """A cell's words without case, accents, marks and the second of two forms (`Mitarbeiter:in`).

    text : of a status or worker type
    """
    bare = unicodedata.normalize("NFKD", _ENDING.sub("r", _FORMS.sub("", text.casefold())))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def _status_of(text: str) -> str:
    """filled, open, contractor or left; "" where a word is not known, or two of them contradict.

    text : such as `Employee - Regular`, `Fixed-Term Employee (Part time)` or `Leiharbeiter`
    Every word must be known: from the left, the longest known phrase first. Numbers and single letters count
    for nothing beside a word. Somebody who has left has left; somebody from outside may be regular or full
    time, but not an employee.
    """
    words = _folded(text).split()
    phrases: list[str] = []
    while words:
        tries = (" ".join(words[:length]) for length in range(min(_LONGEST_TYPE, len(words)), 0, -1))
        phrase = next((one for one in tries if one in _STATUS_OF), "")
        if not phrase and not (words[0] in _FILLERS or words[0].isdigit() or len(words[0]) == 1):
            return ""
        phrases += [phrase] if phrase else []
        words = words[len(phrase.split()) or 1 :]
    found = {_STATUS_OF[phrase] for phrase in phrases}
    if CONTRACTOR in found and not _EMPLOYED.isdisjoint(phrases):
        return ""
    return next((status for status in (LEFT, OPEN, CONTRACTOR, FILLED) if status in found), "")


STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


TOO_LONG = f"more than {LONGEST_TITLE} characters"


_BLANK = ("", "-", "--", "n/a", "na", "none", "null", "nan", "nat", "k.a.", "k. a.", "keine angabe")
_NO_NUMBER = "nan"
"""What a program writes for a figure that it could not compute: in a column of numbers it is a fault."""
OFTEN = 5
_LEAST_FTE = 0.01
"""[share of full time] 24 minutes a week."""
_LEAST_PERCENT, _MOSTLY = 5.0, 0.9
"""[%] and [share of cells] from which a column of working time is in per cent."""
_UNKNOWN = {"status": "unknown status", "worker_type": "unknown worker type"}
_FIRST_YEAR = 1677
"""Days before it are none that a table of times can hold."""
_PART = (
    "yes", "y", "true", "1", "part time", "parttime", "part", "pt", "p", "ja", "teilzeit", "oui",
    "temps partiel", "si", "tiempo parcial", "jornada parcial", "media jornada",
)  # fmt: skip
_FULL = (
    "no", "n", "false", "0", "full time", "fulltime", "full", "ft", "f", "nein", "vollzeit", "non",
    "temps plein", "temps complet", "tiempo completo", "jornada completa",
)  # fmt: skip
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?$")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
_SECOND_CENTURY = 40
_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y%m%d")
_REASONS = {
    "percentage": "percentage",
    "abbreviated": "abbreviated number",
    "comma": "comma may mean two things",
    "thousands": "comma may mean two things",
}


_NOBODY = pd.Index([], dtype="int64")


@dataclass
class Findings:
    """What is wrong, by our column and kind.

    rows : each entry the column, the kind, the rows, and a value of all of them where it is known, else ""
    notes : sentences for the reader
    day : as of which dates and ages are read
    unread : (column) rows whose cell is not read at all, and has no other fault
    """

    rows: list[tuple[str, str, pd.Index, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    day: dt.date | None = None
    unread: dict[str, pd.Index] = field(default_factory=dict)

    def add(self, column: str, kind: str, wrong: pd.Series, value: str = "") -> None:
        """Add the rows that are marked.

        column : ours
        kind : of the fault
        wrong : (row) whether it has it
        value : from a closed list, the same in all of these rows
        """
        if wrong.any():
            rows = wrong.index[wrong.to_numpy(dtype=bool)].difference(self.unread.get(column, _NOBODY))
            self.rows.append((column, kind, rows, value))

    def excuse(self, rows: pd.Index, kind: str = "") -> None:
        """Take rows out of what is wrong.

        kind : of the fault; every one where none is given
        """
        self.rows = [
            (column, what, at if kind and what != kind else at.difference(rows), same)
            for column, what, at, same in self.rows
        ]

    def add_texts(self, column: str, texts: pd.Series, kinds: Mapping[str, str]) -> None:
        """Add the rows whose cell has a fault.

        column : ours
        texts : (row) cells
        kinds : (text) the fault that it has
        """
        for kind in sorted(set(kinds.values())):
            self.add(column, kind, texts.map(kinds).eq(kind))


def readable(texts: Mapping[str, pd.Series], found: Findings) -> dict[str, pd.Series]:
    """The cells by our column, blank where one holds an error of a spreadsheet or is too long to be read.

    texts : (row) cells by our column
    found : takes these as what is wrong
    """
    kept = dict(texts)
    for column, cells in texts.items():
        kinds = {
            text: KIND if is_error(text) else TOO_LONG
            for text in cells.unique().tolist()
            if is_error(text) or len(text) > LONGEST_TITLE
        }
        for text, kind in sorted(kinds.items()):
            found.add(column, kind, cells.eq(text), text.upper() if kind == KIND else "")
        if kinds:
            wrong = cells.isin(list(kinds))
            kept[column], found.unread[column] = cells.mask(wrong, ""), cells.index[wrong]
    return kept


def is_blank(texts: pd.Series) -> pd.Series:
    """Whether a cell holds nothing, or one of the marks for nothing.

    texts : (row) cells
    """
    return _says(texts, _BLANK)


def is_nan(texts: pd.Series) -> pd.Series:
    """Whether a cell of a column of numbers is what a program writes for one that it could not compute.

    texts : (row) cells
    """
    return _says(texts, (_NO_NUMBER,))


def _says(texts: pd.Series, words: Sequence[str]) -> pd.Series:
    """Whether a cell is one of some words, whatever its case.

    texts : (row) cells
    """
    return texts.isin([text for text in texts.unique().tolist() if text.casefold() in words])


def amounts(column: str, texts: pd.Series, comma_is_decimal: bool, found: Findings) -> pd.Series:
    """A column of numbers; missing where a cell is blank or cannot be read.

    column : ours
    texts : (row) cells
    comma_is_decimal : whether the file separates columns by semicolon
    found : takes what is wrong
    Where the column's other cells tell what a comma is, a cell that may mean two things is read like them.
    """
    counts = texts[~is_blank(texts) | is_nan(texts)].value_counts()
    mark = decimal_mark({str(text): int(often) for text, often in counts.items()})
    unsure = comma_is_decimal and not mark
    read = {text: read_number(with_point(text, mark), unsure) for text in counts.index.tolist()}
    return read_amounts(column, texts, read, found)


def read_amounts(
    column: str, texts: pd.Series, read: Mapping[str, float | str], found: Findings
) -> pd.Series:
    """(row) The numbers of a column, missing where a cell is none; what is wrong is added.

    column : ours
    texts : (row) cells
    read : (cell) its number, or a sentence why it is none
    found : takes what is wrong
    """
    values = {text: value for text, value in read.items() if not isinstance(value, str)}
    kinds = {text: _kind(text, said) for text, said in read.items() if isinstance(said, str)}
    found.add_texts(column, texts, kinds)
    return texts.map(values).astype(float)


def working_times(texts: pd.Series, in_percent: bool, comma_is_decimal: bool, found: Findings) -> pd.Series:
    """Shares of full time, as 0.8 or 80%; missing where a cell is blank or cannot be read.

    texts : (row) cells
    in_percent : whether the header says that they are percentages
    comma_is_decimal : as the file has it
    found : takes what is wrong
    Without a header that says so, a column is in per cent where nine of ten cells are between 5 and 100.
    """
    marked = texts.str.endswith("%")
    values = amounts("fte", texts.str.removesuffix("%").str.strip(), comma_is_decimal, found)
    given = values[~marked].dropna()
    hundreds = in_percent and bool(given.gt(1).any())
    if not hundreds and len(given) >= OFTEN and given.between(_LEAST_PERCENT, 100).mean() >= _MOSTLY:
        hundreds = True
        found.notes.append("Working time is read in per cent: most cells are between 5 and 100.")
    shares = values.where(~(marked | hundreds), values / 100.0)
    found.add("fte", "FTE above 1", shares.gt(1))
    found.add("fte", "FTE not above 0", shares.le(0))
    found.add("fte", "FTE below 0.01", shares.gt(0) & shares.lt(_LEAST_FTE))
    return shares


def _kind(text: str, said: str) -> str:
    reason = said.replace(repr(text), "")
    return next((kind for word, kind in _REASONS.items() if word in reason), "not a number")


def dates(texts: pd.Series, found: Findings, day_is_first: bool = False) -> pd.Series:
    """Days of hire; missing where a cell is blank or no date.

    texts : (row) cells
    found : takes what is wrong
    day_is_first : whether the file's system writes the day first, where its dates do not tell
    """
    blank = is_blank(texts)
    written = texts[~blank].unique().tolist()
    slashed = [match for text in written if (match := _SLASHED.fullmatch(_CLOCK.sub("", text)))]
    day_first = any(int(match[1]) > 12 for match in slashed)
    month_first = any(int(match[2]) > 12 for match in slashed)
    if slashed and day_first == month_first:
        day_first = day_is_first
        what = "both orders occur" if month_first else "either order is possible"
        first = "day" if day_first else "month"
        found.notes.append(f"Hire dates such as 03/04/2020: {what}; the {first} is read first.")
    read = {text: _read_day(text, day_first) for text in written}
    values = {text: pd.Timestamp(date) for text, date in read.items() if date is not None}
    found.add_texts("hire_date", texts, {text: "not a date" for text, date in read.items() if date is None})
    return pd.to_datetime(texts.map(values))


def _read_day(text: str, day_first: bool) -> dt.date | None:
    """The day that is written, or nothing.

    day_first : whether 03/04/2020 is in April; 03.04.2020 always is
    """
    bare = _CLOCK.sub("", text)
    if match := _DOTTED.fullmatch(bare):
        return _day(f"{_year(match[3])}-{match[2]}-{match[1]}", "%Y-%m-%d")
    if match := _SLASHED.fullmatch(bare):
        first, second = int(match[1]), int(match[2])
        month, day = (second, first) if (day_first and second <= 12) or first > 12 else (first, second)
        return _day(f"{_year(match[3])}-{month:02}-{day:02}", "%Y-%m-%d")
    found = (_day(bare, form) for form in _FORMATS)
    return next((date for date in found if date is not None), None)


def _year(digits: str) -> str:
    """A year of four digits; two digits are one of the hundred years that end in 2039."""
    if len(digits) > 2:
        return digits
    return f"{'20' if int(digits) < _SECOND_CENTURY else '19'}{digits}"


def _day(text: str, form: str) -> dt.date | None:
    try:
        date = dt.datetime.strptime(text, form).date()
    except ValueError:
        return None
    return date if date.year >= _FIRST_YEAR else None


def part_time(texts: pd.Series, found: Findings) -> pd.Series:
    """Whether each row says that it is part time.

    texts : (row) cells
    found : takes what is wrong
    """
    folded = texts.map({text: plain(text) for text in texts.unique().tolist()})
    found.add("part_time", "neither full nor part time", ~folded.isin(_PART + _FULL) & ~is_blank(texts))
    return folded.isin(_PART)


def statuses(columns: Mapping[str, pd.Series], index: pd.Index, found: Findings) -> pd.Series:
    """filled, open, contractor or left; "" where it is not known.

    columns : (row) cells by our column, status and worker_type as far as the file has them
    index : the rows
    found : takes what is wrong
    Where there are both, either may say that a row is open, a contractor's, or of somebody who has left.
    """
    if not columns:
        found.notes.append("There is no status column; every row counts as filled.")
        return pd.Series(FILLED, index=index)
    status = pd.Series(FILLED, index=index)
    blank_in = {column: is_blank(texts) for column, texts in columns.items()}
    faulty = pd.concat(blank_in, axis=1).all(axis=1)
    found.add(next(iter(columns)), "missing status", faulty)
    gone = pd.Series(False, index=index)
    for column, texts in columns.items():
        said = texts.map({text: _status_of(text) for text in texts.unique().tolist()}).mask(blank_in[column])
        unknown = said.eq("")
        found.add(column, _UNKNOWN[column], unknown & ~faulty)
        gone |= said.eq(LEFT)
        faulty |= unknown
        status = status.mask(said.isin([OPEN, CONTRACTOR]) & status.ne(OPEN), said)
    if "worker_type" in columns:
        found.notes += _types_read(columns["worker_type"])
    return status.mask(faulty, "").mask(gone, LEFT).astype(str)


def _types_read(texts: pd.Series) -> list[str]:
    """Which worker types count as the firm's own and which as people from outside."""
    counts = texts.value_counts()
    often = [str(text) for text in counts.index[counts.ge(OFTEN)]]
    named = {
        words: ", ".join(text for text in often if _status_of(text) == status)
        for status, words in ((FILLED, "as employees"), (CONTRACTOR, "as people from outside"))
    }
    read = [f"{names} {words}" for words, names in named.items() if names]
    return [f"Worker types are read: {'; '.join(read)}."] if read else []


def codes(texts: pd.Series, titles: Mapping[str, str], found: Findings) -> pd.Series:
    """The occupations that codes name; "" where they name none.

    texts : (row) cells
    titles : (occupation) official title
    found : takes what is wrong
    """
    read = {text: occupation_by_code(text, "", titles) for text in texts.unique().tolist() if text}
    kinds = {
        text: "unknown occupation code" if problem.what.startswith("unknown") else "group of occupations"
        for text, (_, problem) in read.items()
        if problem
    }
    found.add_texts("code", texts, kinds)
    return texts.map({"": "", **{text: code for text, (code, _) in read.items()}})


_OLDEST = dt.date(1930, 1, 1)
_FAR_AHEAD = dt.timedelta(days=366)
"""A date above the headers that is further ahead is no date of an export."""
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}")


@dataclass(frozen=True)
class FileDay:
    """The day that a file is of.

    day : none where nothing gives one
    origin : where it comes from, to stand in brackets
    """

    day: dt.date | None
    origin: str = ""


def file_day(
    stated: dt.date | None, above: Sequence[str], read_on: dt.date | None, day_is_first: bool = False
) -> FileDay:
    """The day of a file: as stated, else as a line above its column heads says, else the day it is read on.

    stated : by the user
    above : cells of the lines above the column heads
    read_on : none where nobody asked which day it is
    day_is_first : whether 03/04/2020 is in April in such a line
    A cell below the heads never decides: one slip would move every age.
    """
    if stated is not None:
        return FileDay(stated, "as you state")
    texts = [found for text in above for found in _WRITTEN.findall(text)]
    last = read_on + _FAR_AHEAD if read_on else dt.date.max
    written = [day for text in texts if (day := _read_day(text, day_is_first)) and _OLDEST <= day <= last]
    if written:
        return FileDay(max(written), "from a line above the headers")
    return FileDay(read_on, "the day it is read; --date sets another")


def check_days(hired: pd.Series, status: pd.Series, day: dt.date, found: Findings) -> None:
    """Find days of hire after the file's day, and before 1930.

    hired : (row) days of hire, missing where none is given
    status : (row) an open position may have a day that is to come
    found : takes what is wrong
    """
    found.add("hire_date", "hired after the file's day", hired.gt(pd.Timestamp(day)) & status.ne(OPEN))
    found.add("hire_date", "date before 1930", hired.lt(pd.Timestamp(_OLDEST)))
