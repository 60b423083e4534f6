"""Answers to a cut that were computed beforehand: the same question is answered at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest, shipped_world
from reallocate.data.country import HOME
from reallocate.data.industry_names import find_industries
from reallocate.firm.cut.cards import TABLES
from reallocate.firm.cut.result import CUT, LIMITS
from reallocate.firm.cut.tables import quarters_of
from reallocate.firm.cut.text import TEXT
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import not_requested
from reallocate.firm.request.saved import kept_scenario
from reallocate.kernel.errors import UnknownName
from reallocate.kernel.parameters import Parameters, readers
from reallocate.kernel.parquet import pandas_table
from reallocate.render.provenance import digest
from reallocate.render.result import Result
from reallocate.render.shipped import BEFOREHAND, from_shipped

FILE = "answers.parquet"
COLUMNS = ("question", "basis", "industry", "answer")
_SENTENCE = (
    "This answer was computed beforehand, for this very question. Another industry, headcount, share or "
    "assumption is solved when it is asked for."
)
_CUT = "cut"
"""The command that these answers answer."""
_NAMES = ("name", "title", "start", "industries")
"""Keys that name the firm or its quarters and change no figure; the industry counts by its code."""
_OF_ROSTERS = ("reading", "roster_columns", "roster_review", "roster_abbreviations", "by", "group_across")
"""Keys that say how a roster is read, where there is none."""


def question(scenario: Scenario) -> str:
    """A digest of everything that a cut's figures depend on; "" where no answer could be at hand.

    scenario : with exits that are decided
    """
    is_own = bool(scenario.roles or scenario.roster or scenario.given)
    if scenario.country != HOME or is_own or not scenario.industries:
        return ""
    try:
        found = find_industries(scenario.industries, shipped_world().table("industries"))
    except UnknownName:
        return ""
    kept = {
        key: value for key, value in kept_scenario(scenario).items() if key not in (*_NAMES, *_OF_ROSTERS)
    }
    return digest({**kept, "industries": [one.code for one in found]})


@cache
def basis() -> str:
    """A digest of the figures and assumptions in force on which an answer rests: those that a cut reads."""
    p, shipped = Parameters.default(), read_manifest()
    assumed = {name: p.about(name).model_dump(mode="json") for name in p.names if _CUT in readers(name)}
    return digest({"tables": {name: shipped[name] for name in TABLES}, "parameters": assumed})


def answer_at_hand(scenario: Scenario, command: str = "", requested: bool = True) -> Result | None:
    """The answer to a cut that was computed beforehand on the figures in force; none where there is none.

    scenario : with exits that are decided
    command : that asked for it, for the record
    requested : whether a cut was asked for
    """
    asked = question(scenario)
    if not asked or asked not in _questions_in_force():
        return None
    made = from_shipped(CUT, json.loads(_answers()[asked]))
    data = kept_scenario(scenario)
    own = {"request": digest(data), "bundle": digest(read_manifest())}
    facts = {
        **made.facts,
        "name": scenario.name,
        "hashes": {**made.facts["hashes"], **own},
        "command": command or f"reallocate cut {scenario.name}",
        "requested": requested,
        "start": scenario.start,
        "periods": list(scenario.periods),
        "scenario": data,
        BEFOREHAND: True,
    }
    quarters = made.tables["quarters"].assign(**quarters_of(scenario))
    text = {
        **made.text,
        "requested": {"requested": [] if requested else [not_requested(scenario)]},
        "limits": {
            **{name: TEXT.picked(made.text, name) for name in LIMITS},
            LIMITS[-1]: [*TEXT.picked(made.text, LIMITS[-1]), _SENTENCE],
        },
    }
    return Result(CUT, facts, {**made.tables, "quarters": quarters}, text, made.status)


def packed(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Answers as they ship, in the order of their industries.

    rows : question, basis, industry, answer [JSON of `as_shipped`]
    """
    table = pd.DataFrame(list(rows), columns=list(COLUMNS)).sort_values("industry", ignore_index=True)
    whole = BytesIO()
    table.to_parquet(whole, index=False, compression="zstd", compression_level=19, use_dictionary=False)
    return whole.getvalue()


def unpacked(columns: Sequence[str] = COLUMNS) -> pd.DataFrame:
    """Every answer that ships, whatever it rests on.

    columns : those that are read
    """
    file = resources.files("reallocate.firm.cut").joinpath("shipped", FILE)
    if not file.is_file():
        return pd.DataFrame(columns=list(columns))
    return pandas_table(file.read_bytes(), columns)


@cache
def _questions_in_force() -> frozenset[str]:
    """The questions whose answers rest on the figures in force; read without the answers."""
    rows = unpacked(("question", "basis"))
    return frozenset(rows.loc[rows["basis"] == basis(), "question"])


@cache
def _answers() -> Mapping[str, str]:
    rows = unpacked()
    return dict(rows.loc[rows["basis"] == basis(), ["question", "answer"]].itertuples(index=False))
