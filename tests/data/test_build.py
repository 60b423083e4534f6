"""A build from the sources gives the shipped tables, of work and of titles; a wrong one gives nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from reallocate.data.build import run as building
from reallocate.data.build.run import _parquet_bytes, _write_tables, build, compare_with_shipped
from reallocate.data.build.title_tables import _LEAST, _esco_labels, _onet_keys
from reallocate.data.bundle import bundle_folder, conform, load_tables
from reallocate.kernel.errors import DataError, InputError
from reallocate.work.reach import SOURCES


@pytest.mark.long
def test_the_shipped_content_is_rebuilt_from_the_sources_and_the_bytes_too_under_the_same_pyarrow(
    source_data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("rdata", reason="the group build-data of pyproject.toml is not installed")
    build(source_data, tmp_path / "rebuilt")
    compared = compare_with_shipped(tmp_path / "rebuilt")
    assert compared.loc[compared["against_shipped"] != "same", "table"].tolist() == []
    if json.loads((bundle_folder() / "manifest.json").read_text())["pyarrow"] == pa.__version__:
        for file in bundle_folder().iterdir():
            assert (tmp_path / "rebuilt" / file.name).read_bytes() == file.read_bytes(), file.name


def test_missing_sources_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        build(tmp_path, tmp_path / "out")
    assert len(raised.value.problems) > 30
    assert not (tmp_path / "out").exists()


def test_a_failure_while_writing_leaves_the_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "built"
    frames = {"groups": conform("groups", load_tables()["groups"])}
    _write_tables(frames, out)
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def broken(name: str, frame: pd.DataFrame) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(building, "content_hash", broken)
    with pytest.raises(OSError, match="disk full"):
        _write_tables({"groups": frames["groups"].head(3)}, out)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_a_folder_with_other_files_is_refused_before_any_source_is_read(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="holds something other than built tables"):
        build(tmp_path, tmp_path / "papers")
    assert [one.name for one in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_the_same_figures_give_the_same_bytes() -> None:
    frame = conform("groups", load_tables()["groups"])
    shuffled = conform("groups", frame.sample(frac=1.0, random_state=os.getpid()))
    assert _parquet_bytes("groups", frame) == _parquet_bytes("groups", shuffled)


REACHES = ["augmentable", "automatable"]


def test_every_source_reaches_exactly_the_cells_with_hours_and_says_what_is_filled() -> None:
    tables = load_tables()
    content, reached = tables["content"], tables["reach"]
    cells = pd.MultiIndex.from_frame(content[["occupation", "activity"]])
    assert set(reached["source"]) == set(SOURCES)
    for source, rows in reached.groupby("source"):
        assert pd.MultiIndex.from_frame(rows[["occupation", "activity"]]).equals(cells), source
    assert reached[REACHES].min().min() >= 0.0 and reached[REACHES].max().max() <= 1.0
    columns = tables["occupations"].set_index("occupation")
    usage = reached["source"].isin(["copilot-usage", "claude-usage"])
    assert reached.loc[usage, "status"].eq("rescaled").all()
    by_labels = reached[~usage]
    filled = by_labels["occupation"].map(columns["content_status"]).eq("filled")
    assert by_labels["status"].eq("filled").equals(filled)
    assert (by_labels.loc[~filled, "status"] == "predicted").mean() < 0.005
    assert columns.at["31-1120", "content_from"] == "31-1121 31-1122"
    assert columns["content_from"].eq("").equals(columns["content_status"].eq("observed"))


def test_rescaled_reach_keeps_the_jobs_total_and_the_scores_order() -> None:
    tables = load_tables()
    jobs, scores = tables["occupations"].set_index("occupation")["employment"].sort_index(), tables["scores"]
    assert scores.groupby("source").size().to_dict() == dict.fromkeys(SOURCES, 830)
    scores = scores.pivot(index="occupation", columns="source", values="score")
    # Project management specialists came with the codes of 2018; janitors' tasks were offered, none was used enough.
    assert scores.at["13-1082", "claude-usage"] > 0 == scores.at["37-2011", "claude-usage"]
    joined = tables["reach"].merge(tables["content"], on=["occupation", "activity"])
    joined["hours"] = joined["augmentable"] * joined["share"]
    totals = joined.pivot_table(index="occupation", columns="source", values="hours", aggfunc="sum")
    scale = totals[["people", "gpt4"]].mean(axis=1)
    for source in ("copilot-usage", "claude-usage"):
        national = (totals[source] * jobs).sum() / jobs.sum()
        assert national == pytest.approx((scale * jobs).sum() / jobs.sum(), abs=0.005)
        in_order = totals[source][scores[source].sort_values(kind="stable").index]
        assert in_order.diff().min() > -0.001, "the shipped digits of a cell are four"


OCCUPATIONS = pd.DataFrame(
    {"occupation": ["15-1252", "15-1254", "51-4121", "13-1020"], "employment": [1_600.0, 80.0, 420.0, 500.0]}
)
LABELS = [
    ("a", "2512", "english", "software developer", True),
    ("a", "2512", "german", "Softwareentwickler", True),
    ("a", "2512", "german", "Softwareentwicklerin", False),
    ("b", "7212", "english", "welder", True),
    ("b", "7212", "french", "soudeur", True),
    ("c", "3323", "english", "buyer", True),
    ("c", "3323", "spanish", "comprador", True),
]
TIDY = {
    "esco": {
        "labels": pd.DataFrame(LABELS, columns=["concept", "isco", "language", "label", "preferred"]),
        "codes": pd.DataFrame({"concept": ["a", "b", "c"], "code": ["2512.1", "7212.1", "3323.1"]}),
        "onet": pd.DataFrame({"concept": ["a"], "onet_code_2010": ["15-1132.00"]}),
    },
    "onet_crosswalk": {
        "onet2010_to_onet2019": pd.DataFrame({"onet_code_2010": ["15-1132.00"], "onet_code": ["15-1252.00"]})
    },
    "isco": {
        "isco_to_soc2010": pd.DataFrame(
            {"isco": ["2512", "2512", "3323"], "soc2010": ["15-1132", "15-1134", "13-1023"]}
        )
    },
    "crosswalks": {
        "soc2010_to_soc2018": pd.DataFrame(
            {"soc2010": ["15-1132", "15-1134", "13-1023"], "soc2018": ["15-1252", "15-1254", "13-1023"]}
        )
    },
}


def test_a_concept_has_the_occupations_of_match_votes_and_group() -> None:
    known = pd.DataFrame({"key": ["welder", "software developer"], "occupation": ["51-4121", "15-1252"]})
    found = _esco_labels(TIDY, known, OCCUPATIONS).set_index(["key", "occupation"])["weight"]
    # Software developers: match 1 + vote 1 + half of their 1600/1680 of the group; web developers have less than
    # 5% of the group and are left out.
    assert (
        found["softwareentwickler", "15-1252"] == 1.0 and ("softwareentwickler", "15-1254") not in found.index
    )
    assert found["softwareentwicklerin", "15-1252"] == 1.0
    assert found["soudeur", "51-4121"] == 1.0, "by what O*NET calls its English label"
    assert found["comprador", "13-1020"] == 1.0, "13-1023 is part of 13-1020 as OEWS publishes it"


def test_long_titles_with_a_short_form_are_known_by_each_part_that_tells_something() -> None:
    titles = pd.DataFrame(
        {
            "title": [
                "parole officer (po)",
                "cmo of a bank (head of marketing)",
                "user experience designer (ux designer)",
            ],
            "occupation": ["21-1092", "11-2021", "15-1255"],
            "kind": ["alternate", "alternate", "reported"],
        }
    )
    keys = _onet_keys(titles)
    assert set(keys["key"]) == {
        "parole officer", "chief marketing officer of a bank", "head of marketing",
        "chief marketing officer of a bank head of marketing", "user experience designer",
        "user experience designer user experience designer",
    }  # fmt: skip
    assert keys.set_index("key").loc["user experience designer", ["source", "weight"]].tolist() == [
        "reported",
        1.2,
    ]


def test_every_shipped_title_names_occupations_of_the_frame_with_weights_that_add_up() -> None:
    tables = load_tables()
    keys = tables["title_keys"]
    assert set(keys["occupation"]) <= set(tables["occupations"]["occupation"])
    foreign = keys[keys["source"].isin(("german", "french", "spanish"))]
    assert foreign["weight"].between(_LEAST - 0.01, 1.0).all()
    named = foreign[foreign["source"].eq("german") & foreign["key"].eq("schweisser")]
    assert named[["occupation", "weight"]].values.tolist() == [["51-4121", 1.0]]
    assert keys.groupby("source").size().min() > 500


@pytest.mark.parametrize("name", ["esco", "isco-crosswalk"])
def test_the_sources_are_attributed(name: str) -> None:
    sources = load_tables()["sources"].set_index("name")
    assert sources.loc[[name], "used_for"].str.contains("title_keys").all()
    if name == "esco":
        asked = "This service uses the ESCO classification of the European Commission. Adapted"
        assert sources.loc[[name], "citation"].str.contains(asked).all()
