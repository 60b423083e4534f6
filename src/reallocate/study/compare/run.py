"""Two studies side by side: what differs in the input, what in the result, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.measure.number import spoken
from reallocate.result.named import chart_named, table_named
from reallocate.result.result import Result
from reallocate.study.compare.inputs import Difference, input_differences, part_says
from reallocate.study.compare.tables import kind_changes, limit_changes, result_table, role_changes
from reallocate.study.compare.text import notes, sentences
from reallocate.study.compare.why import FIGURES, Why, attribution
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two studies of plans, A and B, compared.

    meta : facts about both
    tables : inputs, results, roles, kinds, limits and why
    same : how many inputs are the same
    said : sentences by part
    notes : what must be known to read it
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    same: int
    said: Mapping[str, list[str]]
    notes: tuple[str, ...]

    @property
    def nothing_differs(self) -> bool:
        """Whether both have the same input and the same main figures."""
        changes = self.tables["results"]["change"].dropna()
        return self.tables["inputs"].empty and not changes.any()

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `results`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """Raises `UnknownName`: there are tables only.

        name : of any chart
        """
        return chart_named({}, name, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The comparison in sentences, by part."""
        return spoken(self.said)

    def json(self) -> dict[str, Any]:
        """The comparison as one object for machines; a change or contribution is B less A."""
        return {
            "a": dict(self.meta["a"]),
            "b": dict(self.meta["b"]),
            "same_inputs": self.same,
            **{name: _records(table) for name, table in self.tables.items()},
            "method": self.meta["method"],
            "said": self.explain(),
            "notes": list(self.notes),
        }

    def __repr__(self) -> str:
        return "\n".join([str(self.meta["title"]), *self.said["headline"]])


def compare_studies(
    a: Result,
    b: Result,
    names: tuple[str, str] = ("A", "B"),
    world: World | None = None,
    workers: int = 1,
    progress: Callable[[str], None] | None = None,
    command: str = "",
) -> Comparison:
    """What differs between two plans, in input and result, and what the difference comes from.

    a, b : solved studies
    names : how the two were called
    world : the shipped one where none is given
    workers : processes to share the plans among that say why; the result does not depend on it
    progress : told what is under way
    command : that made it, for the record
    Raises `InputError` where a scenario holds what this version does not know.
    """
    differences, same = input_differences(a, b)
    why = attribution(a, b, differences, world or load_world(), workers, progress)
    tables = {
        "inputs": _input_table(differences),
        "results": result_table(a, b),
        "roles": role_changes(a, b),
        "kinds": kind_changes(a, b),
        "limits": limit_changes(a, b),
        "why": _why_table(why, differences),
    }
    about = {letter: _facts(study, name) for letter, study, name in zip("ab", (a, b), names, strict=True)}
    meta = {
        **about,
        "title": _title(str(about["a"]["title"]), str(about["b"]["title"])),
        "method": why.method,
        "plans": why.plans,
        "version": version("reallocate"),
        "command": command,
    }
    return Comparison(
        meta=MappingProxyType(meta),
        tables=MappingProxyType(tables),
        same=same,
        said=MappingProxyType(sentences(tables, differences, why, same)),
        notes=tuple(notes(a, b, differences, why, tables)),
    )


def _facts(study: Result, name: str) -> dict[str, Any]:
    known = ("title", "version", "command", "start")
    return {
        "named": name,
        **{key: study.facts[key] for key in known},
        "quarters": len(study.facts["periods"]),
        "hashes": dict(study.facts["hashes"]),
    }


def _title(first: str, second: str) -> str:
    return f"{first}: two plans compared" if first == second else f"{first} against {second}"


def _input_table(differences: list[Difference]) -> pd.DataFrame:
    columns = ["key", "unit", "a", "b", "says", "effect"]
    return pd.DataFrame([asdict(one) for one in differences], columns=columns, dtype=object)


def _why_table(why: Why, differences: list[Difference]) -> pd.DataFrame:
    says = part_says(differences)
    rows = [(share.input, says.get(share.input, ""), *share.values) for share in why.shares]
    return pd.DataFrame(rows, columns=["input", "says", *FIGURES])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float):
        return plain + 0.0 if plain == plain else None
    return plain
