"""Bars made of the page's own elements: shares with their band, and figures by year with their error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.output.blocks import Bar, Bars, Span
from reallocate.report.job.words import band, figure, percent

LINES = (("Augmentable", "augmentable"), ("Automatable", "automatable"))


def reach_bar(row: Mapping[Any, Any], label: str) -> Bar:
    """The two reaches into some hours, with their band over the sources.

    row : with share, augmentable, automatable and their ends
    label : what the hours are
    """
    spans = tuple(
        Span(
            words,
            band(row, name),
            low=100 * float(row[f"{name}_low"]),
            middle=100 * float(row[name]),
            high=100 * float(row[f"{name}_high"]),
            tone=name,
        )
        for words, name in LINES
    )
    return Bar(label, f"{percent(float(row['share']))} of the hours", spans)


def year_bars(years: pd.DataFrame, name: str, caption: str, note: str) -> Bars:
    """A figure by year with the range of its sampling error, from 0 to the largest.

    years : (row) year, the figure with its range, status
    name : employment or wage_mean
    caption, note : what is drawn and how to read it
    """
    stem = "wage" if name == "wage_mean" else name
    known = years[years[name].notna()]
    most = float(known[[name, f"{stem}_high"]].max().max()) if len(known) else 1.0
    bars = []
    for row in known.to_dict("records"):
        value = float(row[name])
        low, high = (float(row[f"{stem}_{end}"]) for end in ("low", "high"))
        ends = (value, value) if low != low else (max(low, 0.0), high)
        low, middle, high = (100 * one / most for one in (ends[0], value, ends[1]))
        mark = "" if row["status"] in ("direct", "bridged") else " †"
        told = Span(f"{row['year']}{mark}", figure(row, name), low, middle, high, "year")
        bars.append(Bar("", "", (told,)))
    return Bars(caption, tuple(bars), note)
