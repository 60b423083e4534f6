"""The figures of the scorecard in words."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.evidence.data_used import FILE, SHORT, fingerprint
from reallocate.evidence.scorecard import Row
from reallocate.evidence.target import Kind
from reallocate.measure.number import significant, with_minus

NO_PLACE = "page not recorded"
FEW, FIGURES = 4, 4
"""Tables that are named each; significant figures of a published figure."""
TAGS = {
    "V": "read in the source",
    "S": "quoted word for word elsewhere",
    "R": "computed again from the public data",
    "I": "arithmetic",
}
TOLERANCE_SET = {
    "printed": "half of the last digit printed", "after": "set after the result was known, so it is no proof"
}


def obtained_in_words(value: float, interval: Sequence[float] | None) -> str:
    """A figure with its interval in brackets, where it has one.

    value, interval : [any unit]
    """
    if interval is None:
        return significant(value, FIGURES)
    low, high = (significant(end, FIGURES) for end in interval)
    return f"{significant(value, FIGURES)} ({low} to {high})"


def with_unit(number: str, unit: str) -> str:
    """A number with its unit, a percent sign right behind it."""
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"


def tags_in_words(tag: str) -> str:
    """How sure it is that a figure was published so.

    tag : letters as a target has them
    """
    return ", ".join(TAGS[letter] for letter in tag.split(", "))


def explained(row: Row) -> list[str]:
    """One figure in words: what was published, what is obtained and how it came about, with reference.

    row : of the scorecard
    """
    target, obtained = row.target, row.obtained
    lines = [f"{target.id}: {target.statement}", f"  {_stated(row)}"]
    if target.tolerance_set != "before":
        lines.append(f"  Tolerance: {TOLERANCE_SET[target.tolerance_set]}")
    if obtained.value is None:
        lines.append(f"  Not available: {obtained.missing}")
    else:
        shown = obtained_in_words(obtained.value, obtained.interval)
        lines.append(f"  Obtained: {with_unit(shown, target.unit)}: {row.verdict.value}")
    if obtained.says:
        lines.append(f"  How: {with_minus(obtained.says)}.")
    if obtained.other_figures:
        others = (f"{name}: {significant(value, FIGURES)}" for name, value in obtained.other_figures.items())
        lines.append(f"  Other figures: {'; '.join(others)}.")
    if target.is_identity:
        why = target.fitted or "arithmetic on stated inputs, which cannot miss"
        lines.append(f"  An identity: {why}.")
    if target.equation:
        lines.append(f"  Computed as: {target.equation}")
    if row.data:
        lines.append(f"  Data, by the start of its hash: {data_in_words(row)}.")
    version = f" Version: {row.paper.version}." if row.paper.version else ""
    title = row.paper.title.rstrip(".") + ("" if row.paper.title.endswith("?") else ".")
    lines.append(f"  Reference: {title} {row.paper.reference}.{version}")
    return lines


def data_in_words(row: Row) -> str:
    """Files and shipped tables of a figure with the start of their hashes, many tables together.

    row : of the scorecard
    """
    files = [f"{one.name} {one.sha256[:SHORT]}" for one in row.data if one.kind == FILE]
    tables = tuple(one for one in row.data if one.kind != FILE)
    if len(tables) > FEW:
        files.append(f"{len(tables)} shipped tables {fingerprint(tables)} together (--json names them)")
    else:
        files += [f"shipped table {one.name} {one.sha256[:SHORT]}" for one in tables]
    return "; ".join(files)


def _stated(row: Row) -> str:
    """What was published, or forecast, and by whom."""
    target, paper = row.target, row.paper
    value = with_unit(with_minus(target.published), target.unit)
    if target.kind is Kind.OUT_OF_SAMPLE:
        return f"Forecast: {value} ({target.place}), compared with {paper.authors} {paper.year}"
    place = f"{target.place or NO_PLACE}; {tags_in_words(target.tag)}"
    return f"Published: {value} ({paper.authors} {paper.year}, {place})"
