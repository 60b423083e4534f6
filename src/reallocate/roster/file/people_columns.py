"""What the columns of a roster of people or positions may be called, and which of them are personal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reallocate.data.titles.words import fold_name
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.money import DOLLAR
from reallocate.roster.file.currency import header_currency
from reallocate.roster.file.header_row import LEAST_KNOWN, HeadSearch
from reallocate.roster.file.headers import (
    Recognised,
    both_mean,
    heads_of_systems,
    known_column,
    known_heads,
    letter,
    names_of,
    plain,
    recognised,
    resembled,
    spelt_out,
    synonyms_of,
    systems,
)

COLUMNS = synonyms_of("roster")
"""Each of our columns and the headers, as `plain` leaves them, that hold it."""
_NAMES_ALONE = (
    "manager", "reports to", "reporting to", "supervisor", "line manager", "Vorgesetzter", "Vorgesetzte/r",
    "Führungskraft", "Fuehrungskraft", "responsable hiérarchique", "supérieur hiérarchique", "responsable",
    "jefe directo", "jefe inmediato", "jefe",
)  # fmt: skip
AMBIGUOUS_MANAGER = frozenset(map(plain, _NAMES_ALONE))
"""Headers under which some systems write an id and others a name."""

_PERSONAL = re.compile(
    r"\b((e ?)?mail|name|surname|forename|phone|mobile|telephone|birth(day|date)?|dob|born|gender|sex|ssn|"
    r"social security|national id|passport|tax id|address|street|zip|postal|postcode|ethnicity|race|"
    r"nationality|citizenship|religion|marital|disability|veteran|iban|bank|account number|photo|"
    r"linked ?in|login|username|pronouns?|contact|worker$|spouse|visa|health|union|"
    r"vorname|nachname|familienname|prenom|nom|nombres?|apellidos?|nome|cognome|sobrenome|voornaam|achternaam|"
    r"naam|imie|nazwisko|geburtsdatum|geschlecht|telefono?|anschrift|adresse|correo|courriel|naissance|nacimiento|"
    r"sexe|sexo|direccion|domicilio|domicile)\b"
)
_PERSONAL_IN_SCRIPT = re.compile("姓名|名字|名前|氏名|이름|성명|имя|фамилия|фио")
_NOT_PERSONAL = re.compile(
    r"\b(job|role|position|title|department|company|unit|team|location|file|project|organi[sz]ation|division|"
    r"cost cent(?:er|re)|group|function|region|country|city|site|branch|entity|plan|profile) ?name\b"
)
_ENGLISH = known_heads({ours: names["english"] for ours, names in names_of("roster").items()})
KNOWN_COLUMNS = {**heads_of_systems(), **known_heads(COLUMNS), **_ENGLISH}
"""Our column by each head that is known, those of personnel systems included."""
_MONEY = ("base", "bonus", "equity")


@dataclass(frozen=True)
class Places:
    """Which column of a file holds what.

    known : place of each of our columns
    personal : places of columns whose header looks personal
    unused : places of all others that have a header
    named : what each place is called where it may be shown: its header, or only its letter
    source : the system that wrote the file
    alike : our columns whose header is unknown and only resembles one that is known
    """

    known: Mapping[str, int]
    personal: tuple[int, ...]
    unused: tuple[int, ...]
    named: tuple[str, ...]
    source: Recognised = Recognised()
    alike: tuple[str, ...] = ()


def find_places(headers: Sequence[str], where: str, mapping: Mapping[str, str]) -> Places:
    """The place of each column of a roster.

    headers : the row with the column heads
    where : the file's name and that row's number
    mapping : our column by the user's header, as given with --map; it overrides what is recognised
    A header row of which nothing is known may be a person's row, and is never shown.
    An unknown header that resembles a column which the file lacks is read as that column. Raises `InputError`
    with every column that occurs twice or that is missing.
    """
    mapped, problems = _mapped(headers, where, mapping)
    source = recognised(headers)
    heads = KNOWN_COLUMNS | _heads_of(source)
    candidates: dict[str, list[int]] = {}
    personal: list[int] = []
    unused: list[int] = []
    for place, header in enumerate(headers):
        if place in mapped.values() or not header.strip():
            continue
        ours = known_column(header, heads, _MONEY)
        if ours and ours not in mapped:
            candidates.setdefault(ours, []).append(place)
        else:
            (personal if _is_personal(header) else unused).append(place)
    header_row = len({*mapped, *candidates}) >= LEAST_KNOWN or bool(mapped)
    named = tuple(_shown(header, place, header_row) for place, header in enumerate(headers))
    known = dict(mapped)
    for ours, places in candidates.items():
        ranks = {place: _rank(ours, headers[place], source) for place in places}
        known[ours] = min(places, key=ranks.__getitem__)
        same = [place for place in places if ranks[place] == ranks[known[ours]]]
        problems += [both_mean(ours, same, named, where)] if len(same) > 1 else []
        # The best known name wins; a person's second id or a second grade is merely not used.
        unused += [place for place in places if place != known[ours]]
    alike = _alike(headers, sorted(unused), known) if header_row else {}
    for ours, places in alike.items():
        known[ours] = places[0]
        problems += [both_mean(ours, places, named, where)] if len(places) > 1 else []
    unused = [place for place in unused if place not in known.values()]
    if "title" not in known and "job_profile" in known:
        known["title"] = known.pop("job_profile")
    if not problems and not {"title", "code"} & known.keys():
        remedy = "Name it with --map title=HEADER. If the headers are in another row, write --header-row N. "
        remedy += f"Known columns: {', '.join(named[place] for place in sorted(known.values())) or 'none'}."
        problems.append(Problem("there is no column of job titles", where, remedy))
    if problems:
        raise InputError(problems)
    return Places(known, tuple(personal), tuple(sorted(unused)), named, source, tuple(alike))


def _is_personal(header: str) -> bool:
    """Whether a header is that of data on a person which no plan needs.

    header : as the file writes it
    """
    folded = fold_name(header)
    words = spelt_out(folded)
    found = _PERSONAL.search(words) or _PERSONAL_IN_SCRIPT.search(folded)
    return bool(found) and not _NOT_PERSONAL.search(words)


def mapping_of(written: Sequence[str]) -> dict[str, str]:
    """Our columns and the user's headers.

    written : each as OURS=THEIRS
    Raises `InputError` with everything that is not.
    """
    mapping: dict[str, str] = {}
    problems = []
    for text in written:
        ours, equals, theirs = (part.strip() for part in text.partition("="))
        ours = plain(ours).replace(" ", "_")
        if not equals or not theirs:
            problems.append(Problem(f"{text!r} has no header after =", "--map", "Write OURS=THEIRS."))
        elif ours not in COLUMNS:
            near = nearest(ours, COLUMNS) or tuple(COLUMNS)
            problems.append(Problem(f"there is no column {ours!r}", "--map", nearest=near))
        elif ours in mapping:
            problems.append(Problem(f"{ours} is given twice", "--map", "Keep one of them."))
        else:
            mapping[ours] = theirs
    if problems:
        raise InputError(problems)
    return mapping


def head_search(mapping: Mapping[str, str], row: int | None, skip: int) -> HeadSearch:
    """By what the column heads of a roster are found.

    mapping : the user's header by our column
    row, skip : number of their row, or rows to skip, as the user states them
    """
    named = {plain(theirs): ours for ours, theirs in mapping.items() if plain(theirs)}
    return HeadSearch({**KNOWN_COLUMNS, **named}, row, frozenset(named), skip)


def _mapped(
    headers: Sequence[str], where: str, mapping: Mapping[str, str]
) -> tuple[dict[str, int], list[Problem]]:
    places: dict[str, int] = {}
    problems: list[Problem] = []
    written = [plain(header) for header in headers]
    for ours, theirs in mapping.items():
        found = [place for place, header in enumerate(headers) if header.strip() == theirs.strip()]
        found = found or [place for place, header in enumerate(written) if header and header == plain(theirs)]
        if len(found) == 1:
            places[ours] = found[0]
            continue
        what = f"{len(found)} columns are" if found else "no column is"
        near = nearest(theirs, [header for header in headers if plain(header) in KNOWN_COLUMNS])
        problems.append(Problem(f"{what} called {theirs!r}", f"{where}, --map {ours}", nearest=near))
    return places, problems


def _heads_of(source: Recognised) -> dict[str, str]:
    """Our column by each head as the system that wrote the file means it."""
    columns = source.system.columns if source.system else {}
    return {head: ours for ours, heads in columns.items() for head in heads}


def _rank(ours: str, header: str, source: Recognised) -> tuple[int, bool]:
    """The best known name first, that of the file's own system before others; of several currencies USD."""
    own = source.system.columns.get(ours, ()) if source.system else ()
    others = (head for system in systems() for head in system.columns.get(ours, ()))
    names = list(dict.fromkeys((*own, *COLUMNS[ours], *others)))
    known = plain(header) in names
    return (names.index(plain(header)), False) if known else (len(names), header_currency(header) != DOLLAR)


def _shown(header: str, place: int, header_row: bool) -> str:
    looks_like_data = "@" in header or not re.search(r"[A-Za-z]", header)
    return f"column {letter(place)}" if looks_like_data or not header_row else header.strip()


def _alike(headers: Sequence[str], unused: Sequence[int], known: Mapping[str, int]) -> dict[str, list[int]]:
    """(our column that a file lacks) the places of unknown headers that resemble it."""
    found: dict[str, list[int]] = {}
    for place in unused:
        if known_column(headers[place], KNOWN_COLUMNS, _MONEY) or len(plain(headers[place])) <= len("code"):
            continue
        if ours := resembled(headers[place], _ENGLISH, known):
            found.setdefault(ours, []).append(place)
    return found
