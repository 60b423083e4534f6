"""Tables hold what `tables.toml` declares, and say so where they do not."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.data.bundle import conform, load_tables, table_problems, tables


def groups() -> pd.DataFrame:
    return pd.DataFrame(
        {"code": ["11-0000", "11-1000"], "title": ["Managers", "Executives"], "level": ["major", "minor"]}
    )


def test_a_right_table_has_no_problem() -> None:
    assert table_problems("groups", conform("groups", groups())) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [({"level": ["major", "huge"]}, "groups.level"), ({"code": ["11-0000", "11-0000"]}, "groups")],
)
def test_a_wrong_value_or_key_is_named(change: dict[str, list[str]], where: str) -> None:
    problems = table_problems("groups", conform("groups", groups().assign(**change)))
    assert problems and where in str(problems[0])


def test_shares_and_amounts_have_ranges() -> None:
    moves = pd.DataFrame({"source": ["11-1010"], "target": ["11-1010"], "share": [1.2]})
    assert table_problems("mobility", conform("mobility", moves))
    people = load_tables()["mobility_groups"].head(1).assign(employment=-1.0)
    assert table_problems("mobility_groups", conform("mobility_groups", people))


def test_every_figure_has_a_unit_and_every_row_a_meaning() -> None:
    for name, table in tables().items():
        assert table.about and set(table.key) <= set(table.columns), name
        for column, kind in table.columns.items():
            assert kind.unit or kind.kind != "number", f"{name}.{column}"


@pytest.mark.parametrize("name", sorted(tables()))
def test_shipped_tables_hold_what_is_declared(name: str) -> None:
    frame = load_tables()[name]
    assert len(frame) > 0
    pd.testing.assert_frame_equal(conform(name, frame), frame, check_dtype=False)
    integers = {column for column, kind in tables()[name].columns.items() if kind.kind == "integer"}
    assert table_problems(name, frame.astype(dict.fromkeys(integers, "int64"))) == []
