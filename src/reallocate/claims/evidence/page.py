"""The scorecard as it is read: figures that nothing was fitted to first, then all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from reallocate.claims.evidence.context import FILE, SHORT, fingerprint
from reallocate.claims.evidence.scorecard import ESTIMATED_FROM, Row, Scorecard, to_provide
from reallocate.claims.evidence.target import FigureKind, Verdict
from reallocate.data.bundle import read_manifest
from reallocate.kernel.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.kernel.number import significant, with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW, Column, computed, table
from reallocate.kernel.text import LEAD, Text
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance
from reallocate.render.result import Kind, Result

ERRORS = (
    "Standard errors by state | exposure-robust (Adão, Kolesár, Morales 2019). Ranges: 10th–90th percentile, "
    "states drawn again. Points are of people aged 16–64 in ten years, for USD 1,000 of imports a worker."
)
"""How the errors of our own estimates, and points, are read."""
NO_PLACE = "page not recorded"
_FEW, _FIGURES, _ESTIMATED = 4, 4, 3
"""Tables that are named each; significant figures of a published figure, and of an estimate."""
_TAGS = {
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
        return significant(value, _FIGURES)
    low, high = (significant(end, _FIGURES) for end in interval)
    return f"{significant(value, _FIGURES)} ({low} to {high})"


def with_unit(number: str, unit: str) -> str:
    """A number with its unit, a percent sign right behind it."""
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"


def tags_in_words(tag: str) -> str:
    """How sure it is that a figure was published so.

    tag : letters as a target has them
    """
    return ", ".join(_TAGS[letter] for letter in tag.split(", "))


def _explained(row: Row) -> list[str]:
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
        others = (f"{name}: {significant(value, _FIGURES)}" for name, value in obtained.other_figures.items())
        lines.append(f"  Other figures: {'; '.join(others)}.")
    if target.is_identity:
        why = target.fitted or "arithmetic on stated inputs, which cannot miss"
        lines.append(f"  An identity: {why}.")
    if target.equation:
        lines.append(f"  Computed as: {target.equation}")
    if row.data:
        lines.append(f"  Data, by the start of its hash: {_data_in_words(row)}.")
    version = f" Version: {row.paper.version}." if row.paper.version else ""
    title = row.paper.title.rstrip(".") + ("" if row.paper.title.endswith("?") else ".")
    lines.append(f"  Reference: {title} {row.paper.reference}.{version}")
    return lines


def _data_in_words(row: Row) -> str:
    """Files and shipped tables of a figure with the start of their hashes, many tables together.

    row : of the scorecard
    """
    files = [f"{one.name} {one.sha256[:SHORT]}" for one in row.data if one.kind == FILE]
    tables = tuple(one for one in row.data if one.kind != FILE)
    if len(tables) > _FEW:
        files.append(f"{len(tables)} shipped tables {fingerprint(tables)} together (--json names them)")
    else:
        files += [f"shipped table {one.name} {one.sha256[:SHORT]}" for one in tables]
    return "; ".join(files)


def _stated(row: Row) -> str:
    """What was published, or forecast, and by whom."""
    target, paper = row.target, row.paper
    value = with_unit(with_minus(target.published), target.unit)
    if target.kind is FigureKind.OUT_OF_SAMPLE:
        return f"Forecast: {value} ({target.place}), compared with {paper.authors} {paper.year}"
    place = f"{target.place or NO_PLACE}; {tags_in_words(target.tag)}"
    return f"Published: {value} ({paper.authors} {paper.year}, {place})"


_LIBRARIES = ("numpy", "pandas")
_TEXT = Text()
_IN_WORDS = "in words: "
"""Begins the part of the text that says one figure in words."""


@table("figures", "Published figures, computed again", Column("id", "Figure"), Column("kind", "Kind"),
       Column("statement", "Statement"), Column("published", "Published"), Column("unit", "Unit"),
       Column("value", "Target"), Column("low", "Target, low"), Column("high", "Target, high"),
       Column("tolerance", "Tolerance"), Column("tolerance_set", "Tolerance set"),
       Column("obtained", "Obtained"), Column("obtained_low", "Obtained, 10th percentile"),
       Column("obtained_high", "Obtained, 90th percentile"), Column("verdict", "Verdict"),
       Column("source", "Source"), Column("place", "Page or table"), Column("version", "Version"),
       Column("tag", "Certainty", about="V read in the source, S quoted word for word elsewhere, R computed "
              "again from the public data, I arithmetic"),
       Column("data_hash", "Data, hash"), Column("says", "How"), Column("missing", "Missing"),
       Column("equation", "Equation"), Column("fitted", "Fitted"), Column("test", "Test"),
       source="Each row names its paper, page and version.")  # fmt: skip
def figures(found: Scorecard) -> list[dict[str, Any]]:
    """One row a published figure."""
    return [_figure(row) for row in found.rows]


def _figure(row: Row) -> dict[str, Any]:
    target, obtained = row.target, row.obtained
    low, high = obtained.interval or (None, None)
    source = f"{row.paper.authors} {row.paper.year}, {row.paper.reference}"
    return target.model_dump(exclude={"needs", "tables"}) | {
        "kind": (FigureKind.IDENTITY if row.verdict is Verdict.IDENTITY else target.kind).value,
        "published": target.published,
        "obtained": obtained.value,
        "obtained_low": low,
        "obtained_high": high,
        "verdict": row.verdict.value,
        "source": f"{source}, {target.place}" if target.place else source,
        "version": row.paper.version,
        "data_hash": row.data_hash,
        "says": obtained.says,
        "missing": obtained.missing,
        "test": target.test or target.id,
    }


@table("other_figures", "Other figures", Column("id", "Figure"), Column("name", "Other figure"),
       Column("value", "Value"))  # fmt: skip
def other_figures(found: Scorecard) -> list[dict[str, Any]]:
    """Other figures that belong to one, in its unit or as named."""
    return [
        {"id": row.target.id, "name": name, "value": value}
        for row in found.rows
        for name, value in row.obtained.other_figures.items()
    ]


@table("data", "Data of each figure", Column("id", "Figure"), Column("kind", "Kind"), Column("name", "Name"),
       Column("sha256", "SHA-256"))  # fmt: skip
def data(found: Scorecard) -> list[dict[str, str]]:
    """Files and shipped tables that each figure is computed from, with their hashes."""
    return [{"id": row.target.id, **vars(one)} for row in found.rows for one in row.data]


@table("area_estimates", "Estimated here from US commuting zones", Column("what", "What"),
       Column("value", "Estimate", BY_ROW), Column("se_clustered", "Standard error, by state", BY_ROW),
       Column("se_exposure_robust", "Standard error, exposure-robust", BY_ROW),
       Column("low", "10th percentile", BY_ROW), Column("high", "90th percentile", BY_ROW),
       Column("unit", "Unit"), Column("window", "Years"), Column("areas", "Areas"),
       Column("instrument", "Instrument", about="empty for least squares"), Column("source", "Source"),
       Column("grade", "Grade"), Column("estimate", "Name"),
       Column("computed", "Computed from files", BY_ROW, about="empty where a file is not available"),
       source="Standard errors by state: Liang, Zeger 1986; exposure-robust: Adão, Kolesár, Morales 2019.",
       optional=True)  # fmt: skip
def area_estimates(found: Scorecard) -> pd.DataFrame | None:
    """Our own estimates as they ship, beside those computed from the files at hand."""
    return None if found.estimates.empty else found.estimates


_TABLES = (figures, other_figures, data, area_estimates)


_SECTIONS = {
    "headline": "In short",
    "out_of_sample": "Out of sample: nothing was fitted to these years",
    "published": "Published figures",
    "estimated": "Estimated here, from published data",
    "figures": "Every figure in words",
}


@_TEXT.sentence("headline", "headline", LEAD)
def verdicts(found: Scorecard) -> str:
    """How many figures have each verdict."""
    return found.sentence


@_TEXT.sentence("estimated", "estimated", LEAD)
def computed_again(found: Scorecard) -> str:
    """Whether the files behind our own estimates are at hand, and how near the estimates come."""
    rows = found.estimates
    if rows.empty:
        return ""
    if rows["computed"].isna().all():
        away = dict.fromkeys(
            name for row in found.rows if row.paper.id == ESTIMATED_FROM for name in row.target.needs
        )
        return f"Not available: the estimates were not computed again; {to_provide([*away])}."
    off = float((rows["computed"] - rows["value"]).abs().max())
    return f"All {len(rows)} estimates were computed again from the files, to within {off:.1g}."


@_TEXT.block("out_of_sample")
def out_of_sample(result: Result) -> list[Block]:
    """Figures of years that nothing was fitted to."""
    rows = result.tables["figures"]
    return _group(result, "out_of_sample", rows[rows["id"].isin(result.facts["out_of_sample"])])


@_TEXT.block("published")
def all_others(result: Result) -> list[Block]:
    """All other figures."""
    rows = result.tables["figures"]
    return _group(result, "published", rows[~rows["id"].isin(result.facts["out_of_sample"])])


@_TEXT.block("estimated")
def estimated_here(result: Result) -> list[Block]:
    """Our own estimates with instruments and sources."""
    return _estimates(result, "instrument", "source")


def _estimates(result: Result, *further: str) -> list[Block]:
    """Our own estimates, where the paper whose data they use was asked for.

    further : columns beside those of a terminal
    """
    if area_estimates.name not in result.tables:
        return []
    rows = result.tables[area_estimates.name]
    each = rows.to_dict("records")
    written = rows.assign(
        value=[*map(estimate_in_words, each)], se_clustered=[*map(error_in_words, each)]
    )
    estimate, error = Column("value", "Estimate"), Column("se_clustered", "Standard error or range")
    shown = ("what", estimate, error, "window", "areas")
    given = {"rows": written, "note": ERRORS, "most": len(rows)}
    return [result.grid(area_estimates.name, *shown, *further, **given)]


def estimate_in_words(row: Mapping[Any, Any]) -> str:
    """An estimate with its unit.

    row : of the table area_estimates
    """
    return with_unit(with_minus(significant(row["value"], _ESTIMATED)), row["unit"])


def error_in_words(row: Mapping[Any, Any]) -> str:
    """Both standard errors of an estimate, or its range where it has none.

    row : of the table area_estimates
    """
    errors = [significant(one, 2) for one in (row["se_clustered"], row["se_exposure_robust"]) if one == one]
    ends = [significant(one, _ESTIMATED) for one in (row["low"], row["high"]) if one == one]
    return " | ".join(errors) or " to ".join(ends)


@_TEXT.block("figures")
def every_figure(result: Result) -> Block:
    """Every figure in words."""
    return Bullets(list(chain.from_iterable(_in_words(result))))


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return sections(result, _TEXT, _SECTIONS)


def _card(result: Result) -> list[Block]:
    """The summary in a terminal: a table, or each figure in words where some were named."""
    last = Prose(result.explain()["headline"])
    if result.facts["named"]:
        return [*(Prose(lines) for lines in _in_words(result)), *_estimated(result), last]
    return [*out_of_sample(result), *all_others(result), *_estimated(result), last]


def _estimated(result: Result) -> list[Block]:
    """Our own estimates in a terminal, where the paper whose data they use was asked for."""
    grids = _estimates(result)
    return [Prose(result.explain()["estimated"]), *grids] if grids else []


def _in_words(result: Result) -> list[list[str]]:
    return [lines for part, lines in result.explain().items() if part.startswith(_IN_WORDS)]


def _group(result: Result, section: str, rows: pd.DataFrame) -> list[Block]:
    """Some figures with their verdicts, and why others are missed or not available."""
    if rows.empty:
        return []
    written = [_obtained(row) for row in rows.to_dict("records")]
    shown = rows.assign(obtained=written, published=rows["published"].map(with_minus))
    columns = ("id", "published", Column("obtained", "Obtained"), "unit", "verdict")
    blocks: list[Block] = [result.grid("figures", *columns, rows=shown, caption=_SECTIONS[section])]
    for verdict in (Verdict.MISSED, Verdict.NOT_AVAILABLE):
        if causes := _causes(rows[rows["verdict"] == verdict.value]):
            blocks += [Heading(verdict.value.capitalize()), Bullets(causes)]
    return blocks


def _obtained(row: Mapping[Any, Any]) -> str:
    value, low, high = (row[name] for name in ("obtained", "obtained_low", "obtained_high"))
    return "" if pd.isna(value) else obtained_in_words(value, None if pd.isna(low) else (low, high))


def _causes(rows: pd.DataFrame) -> tuple[str, ...]:
    """Each cause with the figures that share it."""
    causes: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        causes.setdefault(str(row["missing"] or row["says"]), []).append(str(row["id"]))
    return tuple(f"{', '.join(ids)}: {with_minus(cause)}." for cause, ids in causes.items())


SCORECARD = Kind(
    "scorecard", "a scorecard", "reallocate scorecard --out", _TABLES, (), _page, _card,
    about="published figures, computed again", text=(_TEXT,),
)  # fmt: skip


def scorecard_result(found: Scorecard, parameters: Parameters, named: bool, command: str = "") -> Result:
    """The scorecard as a result.

    named : whether papers or figures were named, so that the summary says each in words
    """
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    facts = {
        "title": "The scorecard: published figures, computed again",
        "named": named,
        "set": own,
        "out_of_sample": [row.target.id for row in found.out_of_sample],
        **provenance(own, read_manifest(), _LIBRARIES, command or "reallocate scorecard"),
    }
    words = {f"{_IN_WORDS}{row.target.id}": _explained(row) for row in found.rows}
    return Result(SCORECARD, facts, computed(_TABLES, found), {**_TEXT.said(found), **words})
