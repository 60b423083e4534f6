"""Titles that were decided for a firm, kept for its next file in this user's own folder."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError
from reallocate.kernel.marker import claim, must_be_ours_or_new
from reallocate.kernel.user_data import data_folder

_FOLDER, _KIND, _PHRASE = "titles", "titles decided", "titles that were decided for firms"
_TITLE, _CHOSEN = "title", "chosen"
_HEAD = b"title,count,also,proposed,score,runners-up,chosen\n"
"""First line of a table of titles to decide, which only this program writes."""
_YES = ("yes", "y", "ok")
"""What stands under `chosen` for the occupation that is proposed."""
_LEFT_OUT = ("count", "also", "score", "runners-up", "proposed")
"""Columns of a decision that are about the file and not kept: sizes, other titles, what else it might be."""
_NOT_PLAIN = re.compile(r"[^\w]+")
_LONGEST = 40


def _place(firm: str) -> Path:
    """The table of a firm, by its name without case and punctuation."""
    plain = _NOT_PLAIN.sub("-", firm.casefold()).strip("-_")
    return (
        data_folder()
        / _FOLDER
        / f"{plain[:_LONGEST]}-{blake2b(plain.encode(), digest_size=4).hexdigest()}.csv"
    )


def recall_titles(firm: str) -> bytes:
    """The titles that were decided for a firm, as a table that `Roster.read` takes as its review.

    firm : its name
    Nothing where none were decided, or where the table is not ours or cannot be read.
    """
    if not firm.strip():
        return b""
    with suppress(InputError, OSError):
        file = _place(firm)
        if not file.is_symlink():
            content = file.read_bytes()
            return content if content.startswith(_HEAD) else b""
    return b""


def remember_titles(firm: str, review: str | Path) -> None:
    """Keep the titles that are decided in a review for the next file of a firm, readable by this user alone.

    firm : its name
    review : table of titles to decide, as `Roster.write_review` writes it
    A later decision for a title replaces an earlier one. Kept are title and occupation, no counts.
    Raises `InputError` where the folder or its table is not ours; nothing is changed then.
    """
    decided = {**_decided(recall_titles(firm)), **_decided(Path(review).read_bytes())}
    if not firm.strip() or not decided:
        return
    file = _place(firm)
    claim(file.parent, _KIND, _PHRASE)
    must_be_ours_or_new(file, _HEAD)
    text = io.StringIO()
    writer = csv.DictWriter(text, _HEAD.decode().strip().split(","), lineterminator="\n")
    writer.writeheader()
    writer.writerows(decided[title] for title in sorted(decided))
    replace_file(file, text.getvalue().encode("utf-8"))


def forget_titles(firm: str) -> None:
    """Delete the titles that were decided for a firm; a table without our first line stays."""
    if recall_titles(firm):
        _place(firm).unlink(missing_ok=True)


def _decided(table: bytes) -> dict[str, dict[str, str]]:
    """(title) the row of each title that is decided in a table of titles."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig", errors="replace")))
    found = {}
    for row in rows:
        chosen = (row.get(_CHOSEN) or "").strip()
        chosen = row.get("proposed") or "" if chosen.casefold() in _YES else chosen
        if row.get(_TITLE) and chosen:
            found[row[_TITLE]] = {_TITLE: row[_TITLE], _CHOSEN: chosen, **dict.fromkeys(_LEFT_OUT, "")}
    return found
