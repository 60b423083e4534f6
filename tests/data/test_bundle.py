"""What ships is rebuilt from its sources, whole, described, canonical and licensed; what is altered is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pydantic import ValidationError

from reallocate.data.build import run as building
from reallocate.data.build.describe import _sources_of, notice, with_tables
from reallocate.data.build.nation.isco import SHARED
from reallocate.data.build.nation.run import build_nations
from reallocate.data.build.run import build, check_tables, compare_with_shipped, write_tables
from reallocate.data.bundle import (
    _dense,
    conform,
    content_hash,
    data_folder,
    has_tables,
    load_tables,
    load_world,
    table_folder,
    table_problems,
    tables,
)
from reallocate.data.country import countries
from reallocate.data.occupations import licence_table
from reallocate.data.pack import Pack, require_files, sha256_of
from reallocate.data.packs import BY_NAME, PACKS, oews_national, restructuring
from reallocate.kernel.errors import DataError, InputError, ReallocateError
from reallocate.kernel.start import TEXT_IN_PYTHON, text_in_python

WITH_TABLES = [code for code, one in countries().items() if has_tables(one)]
OF_OTHERS = {"occupation_bridge", "exposure"}
"""Tables of countries other than the United States."""
REMEDY = "stale: run python -m scripts.docs"


@pytest.mark.long
def test_the_shipped_content_is_rebuilt_from_the_sources_and_the_bytes_too_under_the_same_pyarrow(
    source_data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("rdata", reason="the group build-data of pyproject.toml is not installed")
    build(source_data, tmp_path / "rebuilt")
    build_nations(source_data, tmp_path / "rebuilt")
    compared = compare_with_shipped(tmp_path / "rebuilt")
    assert compared.loc[compared["against_shipped"] != "same", "table"].tolist() == []
    for code in ("", SHARED, *WITH_TABLES):
        shipped, rebuilt = (table_folder(root, code) for root in (data_folder(), tmp_path / "rebuilt"))
        if json.loads((shipped / "manifest.json").read_text())["pyarrow"] == pa.__version__:
            for file in shipped.iterdir():
                assert (rebuilt / file.name).read_bytes() == file.read_bytes(), file.name


def test_missing_sources_are_all_named_and_a_folder_with_other_files_is_refused_before_any_is_read(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        build(tmp_path, tmp_path / "out")
    assert len(raised.value.problems) > 30
    assert not (tmp_path / "out").exists()
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="holds something other than built tables"):
        build(tmp_path, tmp_path / "papers")
    assert [one.name for one in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_a_failure_while_writing_leaves_the_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "built"
    frames = {"groups": conform("groups", load_tables()["groups"])}
    write_tables(frames, out)
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def broken(name: str, frame: pd.DataFrame) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(building, "content_hash", broken)
    with pytest.raises(OSError, match="disk full"):
        write_tables({"groups": frames["groups"].head(3)}, out)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


@pytest.mark.parametrize("name", ["esco", "isco-crosswalk"])
def test_the_sources_are_attributed(name: str) -> None:
    sources = load_tables()["sources"].set_index("name")
    assert sources.loc[[name], "used_for"].str.contains("title_keys").all()
    if name == "esco":
        asked = "This service uses the ESCO classification of the European Commission. Adapted"
        assert sources.loc[[name], "citation"].str.contains(asked).all()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for code in ("", "US"):
        shutil.copytree(table_folder(data_folder(), code), table_folder(tmp_path / "copy", code))
    return tmp_path / "copy"


def test_everything_declared_ships_in_eight_megabytes_and_is_read_when_asked_for() -> None:
    largest = 8 * 2**20
    for code, declared in {"": False, "US": True}.items():
        files = list(table_folder(data_folder(), code).iterdir())
        own = {name for name, table in tables().items() if table.national == declared} - OF_OTHERS
        names = {f"{name}.parquet" for name in own}
        assert {file.name for file in files} == names | {"manifest.json"}
        assert sum(file.stat().st_size for file in files) <= largest
    world = load_world()
    assert set(world.tables) == set(tables()) - OF_OTHERS
    assert world.table("staffing") is world.table("staffing")
    with pytest.raises(KeyError):
        world.tables["stafing"]


@pytest.mark.parametrize("folder", ["no such folder", 7, ["a"], b"x"])
def test_what_is_no_folder_of_tables_is_refused_in_words(folder: Any) -> None:
    for load in (load_world, load_tables):
        with pytest.raises(ReallocateError, match="no built tables|not a folder of tables"):
            load(folder)


def test_an_altered_or_missing_table_is_an_error_that_names_it(copy: Path) -> None:
    us = table_folder(copy, "US")
    path = us / "content.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(DataError, match=r"content\.parquet.*expected sha256"):
        load_world(copy)
    (us / "groups.parquet").unlink()
    with pytest.raises(DataError) as raised:
        check_tables(copy)
    assert [("content" in str(p), "groups" in str(p)) for p in raised.value.problems] == [
        (True, False),
        (False, True),
    ]


def test_an_unknown_label_is_named_with_its_neighbours() -> None:
    table = pa.table(
        {"occupation": pa.array(["11-1011", "11-1012"]).dictionary_encode(), "share": [0.5, 0.5]}
    )
    with pytest.raises(DataError, match=r"'11-1012' is not a known occupation.*11-1011"):
        _dense(table, ["share"], {"occupation": pd.Index(["11-1011"])})


def pack(files: dict[str, str]) -> Pack:
    return Pack(
        name="tiny",
        folder="tiny",
        title="A tiny source",
        citation="Somebody 2025",
        licence="CC BY 4.0",
        vintage="2025",
        files=files,
        tables=("groups",),
    )


@pytest.fixture
def tiny(tmp_path: Path) -> Pack:
    (tmp_path / "tiny").mkdir()
    digests = {}
    for name in ("a.csv", "b.csv"):
        (tmp_path / "tiny" / name).write_text(f"code\n{name}\n")
        digests[name] = sha256_of(tmp_path / "tiny" / name)
    return pack(digests)


def test_missing_and_altered_files_are_all_named_with_both_hashes(tiny: Pack, tmp_path: Path) -> None:
    (tmp_path / "tiny" / "a.csv").unlink()
    (tmp_path / "tiny" / "b.csv").write_text("code\nchanged\n")
    with pytest.raises(DataError) as raised:
        require_files((tiny,), tmp_path)
    text = str(raised.value)
    assert len(raised.value.problems) == 2
    assert str(tmp_path / "tiny" / "a.csv") in text and "missing" in text
    assert tiny.files["b.csv"] in text and sha256_of(tmp_path / "tiny" / "b.csv") in text
    assert "Restore the file of A tiny source" in text


def test_a_hash_must_be_one_a_source_names_its_licence_and_every_source_is_listed() -> None:
    for digest in ("", "abc", "Z" * 64):
        with pytest.raises(ValidationError, match="no sha256"):
            pack({"a.csv": digest})
    with pytest.raises(ValidationError, match="must say something"):
        Pack(**pack({}).model_dump() | {"licence": " "})
    import reallocate.data.packs as packs

    files = {path.stem for path in Path(str(packs.__file__)).parent.glob("*.py")} - {"__init__"}
    assert files == set(BY_NAME)
    assert len({pack.name for pack in PACKS}) == len(PACKS)


def groups() -> pd.DataFrame:
    return pd.DataFrame(
        {"code": ["11-0000", "11-1000"], "title": ["Managers", "Executives"], "level": ["major", "minor"]}
    )


@pytest.mark.parametrize(
    ("change", "where"),
    [({"level": ["major", "huge"]}, "groups.level"), ({"code": ["11-0000", "11-0000"]}, "groups")],
)
def test_a_wrong_value_or_key_is_named(change: dict[str, list[str]], where: str) -> None:
    problems = table_problems("groups", conform("groups", groups().assign(**change)))
    assert problems and where in str(problems[0])
    assert table_problems("groups", conform("groups", groups())) == []
    with text_in_python():
        assert table_problems("groups", conform("groups", groups())) == []


def test_how_pandas_holds_text_is_put_back_when_the_last_thread_is_done() -> None:
    option, found = TEXT_IN_PYTHON[0], pd.get_option(TEXT_IN_PYTHON[0])
    first, second = text_in_python(), text_in_python()
    for enter in (first, second):
        enter.__enter__()
    first.__exit__(None, None, None)
    assert pd.get_option(option) == TEXT_IN_PYTHON[1] != found
    second.__exit__(None, None, None)
    assert pd.get_option(option) == found


def test_shares_and_amounts_have_ranges_every_figure_a_unit_and_every_table_a_source() -> None:
    moves = pd.DataFrame({"source": ["11-1010"], "target": ["11-1010"], "share": [1.2]})
    assert table_problems("mobility", conform("mobility", moves))
    people = load_tables()["mobility_groups"].head(1).assign(employment=-1.0)
    assert table_problems("mobility_groups", conform("mobility_groups", people))
    for name, table in tables().items():
        assert table.about and set(table.key) <= set(table.columns), name
        for column, kind in table.columns.items():
            assert kind.unit or kind.kind != "number", f"{name}.{column}"
    assert all(_sources_of(name) for name in tables())
    assert {name for pack in PACKS for name in pack.tables} <= set(tables())


@pytest.mark.parametrize("name", sorted(set(tables()) - OF_OTHERS))
def test_shipped_tables_hold_what_is_declared(name: str) -> None:
    frame = load_tables()[name]
    assert len(frame) > 0
    pd.testing.assert_frame_equal(conform(name, frame), frame, check_dtype=False)
    integers = {column for column, kind in tables()[name].columns.items() if kind.kind == "integer"}
    assert table_problems(name, frame.astype(dict.fromkeys(integers, "int64"))) == []


def test_the_notice_and_the_page_of_tables_are_current_and_name_every_source_and_table(root: Path) -> None:
    text = (root / "NOTICE").read_text(encoding="utf-8")
    assert text == notice(), REMEDY
    assert all(pack.citation in text and pack.licence in text for pack in PACKS)
    page = (root / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    assert with_tables(page) == page, REMEDY
    assert all(f"### {name}\n" in page for name in tables())


def loss(share: float = 0.0125, note: str = "a") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": [2018, 2017],
            "employment_published": [10.0, np.nan],
            "employment_lost_share": [share, 0.0],
            "employment_divided_share": [0.0, -0.0],
            "note": [note, None],
        }
    )


def test_the_text_that_is_hashed_is_the_documented_one_and_row_order_and_further_digits_do_not_matter() -> None:
    text = (
        "year\temployment_published\temployment_lost_share\temployment_divided_share\tnote\n"
        "2017\t\t0\t0\t\n"
        "2018\t10\t12500\t0\ta\\tb\\\\\n"
    )
    shaped = conform("history_loss", loss(note="a\tb\\"))
    assert content_hash("history_loss", shaped) == hashlib.sha256(text.encode()).hexdigest()
    first = content_hash("history_loss", conform("history_loss", loss()))
    turned = content_hash("history_loss", conform("history_loss", loss(0.01250000001).iloc[::-1]))
    assert first == turned


@pytest.mark.parametrize(
    "changed", [loss(0.012501), loss(note="b"), loss().fillna({"employment_published": 0.0})]
)
def test_any_change_of_a_figure_does(changed: pd.DataFrame) -> None:
    first = content_hash("history_loss", conform("history_loss", loss()))
    assert first != content_hash("history_loss", conform("history_loss", changed))


def workbook(folder: Path, employment: object) -> Path:
    path = folder / "national_M2023_dl.xlsx"
    columns = ["OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "A_MEAN", "MEAN_PRSE"]
    rows = [
        ("00-0000", "All", "total", 100, 0.1, 50_000, 0.1),
        ("11-1011", "Chiefs", "detailed", employment, "**", "*", "*"),
    ]
    pd.DataFrame(rows, columns=columns).to_excel(path, index=False, engine="xlsxwriter")
    return path


def test_marks_are_missing_not_zero_and_an_unknown_mark_is_an_error_with_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oews_national, "_YEARS", (2023,))
    workbook(tmp_path, "**")
    row = oews_national.tidy(tmp_path)["national"].iloc[1]
    assert row["year"] == 2023 and row["level"] == "detailed"
    assert row[["employment", "employment_rse", "wage_mean", "wage_rse"]].isna().all()
    path = workbook(tmp_path, "about 50")
    with pytest.raises(DataError, match="'about 50' in column tot_emp") as raised:
        oews_national.tidy(tmp_path)
    assert f"{path}, row 3" in str(raised.value)


def test_rows_from_memory_and_empty_rows_are_left_out_and_none_of_them_ships(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "metric,period,value,unit,evidence,source_url\n"
        "headcount,2024,74067,employees,A,10-K\n"
        "capex,2021,19240,USD m,D,\n"
        "headcount,2026,,employees,,\n"
        "terms,2026,16 weeks,text,C,press\n"
    )
    rows = restructuring._read(path, restructuring._SERIES)
    assert rows["metric"].tolist() == ["headcount"] and rows["value"].tolist() == [74_067.0]
    for name in ("announcements", "company_series", "cost_figures", "severance", "api_prices", "reliability"):
        assert set(load_tables()[name]["grade"]) <= {"A", "B", "C", "X"}, name


def test_a_licence_names_its_source_and_codes_outside_of_the_frame_are_all_named() -> None:
    table = load_tables()["licences"]
    assert table["occupation"].is_unique and table["source"].str.len().gt(20).all()
    # Whoever calls a source unread must not grade it as read.
    assert (table["source"].str.contains("not opened") == table["grade"].eq("J")).all()
    known = pd.Index(load_tables()["occupations"]["occupation"])
    with pytest.raises(DataError, match="unknown occupations: 29-1141, 31-1131"):
        licence_table(known.drop(["29-1141", "31-1131"]))
