"""A made-up plan that nobody solved: small tables in the shape that a plan has, its facts and sentences; and a round trip."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.text import Said
from reallocate.loop.draws import OUTCOMES
from reallocate.loop.page import ADOPTERS
from reallocate.loop.text import TEXT as TRIP_TEXT
from reallocate.render.result import Result

COUNTED = ("round", "year", "fifth", "quits", "roles")


def as_written(name: str) -> dict[str, pd.DataFrame]:
    """Tables that are written down in a file of this folder, each below its name."""
    found = {}
    for block in (Path(__file__).parent / f"{name}.csv").read_text(encoding="utf-8").split("# ")[1:]:
        name, _, rows = block.partition("\n")
        table = pd.read_csv(StringIO(rows), dtype=dict.fromkeys(("note", "asks"), "str"))
        whole = {column: table[column].astype(float) for column in table.select_dtypes("int") if column not in COUNTED}
        words = {column: table[column].fillna("") for column in table.select_dtypes("str")}
        found[name] = table.assign(**whole, **words)
    return found


def tables() -> dict[str, pd.DataFrame]:
    """Every table with the columns of which a test reads one; the declaration adds the others."""
    return {**as_written("made_up_people"), **as_written("made_up_quarters"), **as_written("made_up")}


SAID = json.loads(Path(__file__).with_name("made_up.json").read_text(encoding="utf-8"))
FACTS: dict[str, object] = SAID["plan"]["facts"]
TEXT: Said = SAID["plan"]["text"]


def trip_tables() -> dict[str, pd.DataFrame]:
    """All tables of a round trip; those that are not of its assumptions and draws are written down."""
    names = [column.name for column in OUTCOMES]
    draws = pd.DataFrame({name: [-0.9, -0.5, -0.3, -0.1] for name in names})
    return {
        **as_written("made_up_round_trip"),
        "assumptions": parameter_table().assign(drawn=lambda table: table["name"] == "capture_augmented"),
        "interval": pd.DataFrame(
            {
                "outcome": names, "says": [column.about for column in OUTCOMES],
                "unit": [column.unit for column in OUTCOMES], "one_run": -0.5, "p10": -0.9, "p50": -0.4,
                "p90": -0.1,
            }
        ),
        "draws_made": draws.assign(source="gpt4", draw=range(1, 5), possible=True, rounds=2, settled=True,
                                   residual=1e-4, capture=0.5),
    }  # fmt: skip


def trip() -> Result:
    """A made-up round trip in small numbers that add up: three groups, two rounds, ages, a reversal, four draws."""
    facts = SAID["round trip"]
    found = {table.name: table.checked(trip_tables()[table.name]) for table in ADOPTERS.tables}
    return Result(ADOPTERS, MappingProxyType(facts), found, TRIP_TEXT.said(found, facts))
