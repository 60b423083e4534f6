"""What every verb does with its result: prints it, saves it, and keeps in the folder what it printed."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

PAGE, WORKBOOK = "page.html", "workbook.xlsx"
TEXT, OBJECT, OPTIONS = "output.txt", "output.json", "options.json"
"""In every folder of results: what the verb printed for people and for machines, and its options."""
WIDTH = 80
"""Of the text that is kept [columns]."""


@dataclass(frozen=True)
class Answer:
    """What a verb found, in every form in which it is given.

    found : one object for machines
    meta : facts: version, hashes, command
    show : writes it for people, with where it was saved
    files : makes page, workbook or charts, by name
    save : writes the result into a folder, with further files by name
    options : of the command, as far as the result's scenario does not hold them
    """

    found: Any
    meta: Mapping[str, Any]
    show: Callable[[Console, Path | None], None]
    files: Callable[[], Mapping[str, bytes]]
    save: Callable[[Path, Mapping[str, bytes]], object]
    options: Mapping[str, Any]


def give(answer: Answer, out: Path | None, as_json: bool) -> None:
    """Save an answer where a folder is named, then print it.

    answer : of a verb
    out : folder to save it in
    as_json : print one object on standard output instead of a summary
    """
    place = keep(answer, out) if out is not None else None
    if as_json:
        print_object(answer.found)
        return
    from rich.console import Console

    answer.show(Console(highlight=False), place)


def keep(answer: Answer, out: Path) -> Path:
    """Save an answer with what is printed of it; returns the page, or the folder where there is none.

    answer : of a verb
    out : folder to save it in
    """
    files = answer.files()
    answer.save(out, {**files, **printed(answer, Path(PAGE) if PAGE in files else None)})
    return out / PAGE if PAGE in files else out


def printed(answer: Answer, page: Path | None) -> dict[str, bytes]:
    """The files that hold what a verb prints, and its options.

    answer : of the verb
    page : where the page lies, as seen from the folder
    """
    from rich.console import Console

    from reallocate.result.manifest import json_bytes

    text = io.StringIO()
    answer.show(Console(file=text, width=WIDTH, highlight=False, color_system=None), page)
    found = json.dumps(answer.found, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    return {TEXT: text.getvalue().encode(), OBJECT: found, OPTIONS: json_bytes(dict(answer.options))}


def print_object(found: Any) -> None:
    """Print one object for machines, on one line; a sign that the output's encoding lacks is escaped.

    found : the object
    """
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(found, ensure_ascii=not unicode, allow_nan=False))
