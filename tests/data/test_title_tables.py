"""Known titles: O*NET's as they are compared, ESCO's with the occupations of their concept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.build.title_tables import LEAST, esco_labels, onet_keys
from reallocate.data.bundle import load_tables
from reallocate.data.packs import esco, isco

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
        "onet2010_to_onet2019": pd.DataFrame(
            {"onet_code_2010": ["15-1132.00"], "onet_code": ["15-1252.00"]}
        )
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
    found = esco_labels(TIDY, known, OCCUPATIONS).set_index(["key", "occupation"])["weight"]
    # Software developers: match 1 + vote 1 + half of their 1600/1680 of the group; web developers have less than
    # 5% of the group and are left out.
    assert found["softwareentwickler", "15-1252"] == 1.0 and ("softwareentwickler", "15-1254") not in found.index
    assert found["softwareentwicklerin", "15-1252"] == 1.0
    assert found["soudeur", "51-4121"] == 1.0, "by what O*NET calls its English label"
    assert found["comprador", "13-1020"] == 1.0, "13-1023 is part of 13-1020 as OEWS publishes it"


def test_long_titles_with_a_short_form_are_known_by_each_part_that_tells_something() -> None:
    titles = pd.DataFrame(
        {
            "title": [
                "parole officer (po)", "cmo of a bank (head of marketing)", "user experience designer (ux designer)",
            ],
            "occupation": ["21-1092", "11-2021", "15-1255"],
            "kind": ["alternate", "alternate", "reported"],
        }
    )
    keys = onet_keys(titles)
    assert set(keys["key"]) == {
        "parole officer", "chief marketing officer of a bank", "head of marketing",
        "chief marketing officer of a bank head of marketing", "user experience designer",
        "user experience designer user experience designer",
    }  # fmt: skip
    assert keys.set_index("key").loc["user experience designer", ["source", "weight"]].tolist() == ["reported", 1.2]


def test_every_shipped_title_names_occupations_of_the_frame_with_weights_that_add_up() -> None:
    tables = load_tables()
    keys = tables["title_keys"]
    assert set(keys["occupation"]) <= set(tables["occupations"]["occupation"])
    foreign = keys[keys["source"].isin(("german", "french", "spanish"))]
    assert foreign["weight"].between(LEAST - 0.01, 1.0).all()
    named = foreign[foreign["source"].eq("german") & foreign["key"].eq("schweisser")]
    assert named[["occupation", "weight"]].values.tolist() == [["51-4121", 1.0]]
    assert keys.groupby("source").size().min() > 500


def test_the_sources_are_read_as_published(source_data: Path) -> None:
    root = source_data / "open"
    found = esco.tidy(root / esco.PACK.folder)
    english = found["labels"][found["labels"]["language"].eq("english")]
    assert english["concept"].nunique() == 3_039 and len(found["onet"]) == 1_680
    own = found["labels"][found["labels"]["label"].eq("Schweißer")]
    assert own[["isco", "language", "preferred"]].values.tolist() == [["7212", "german", True]]
    assert not found["labels"]["label"].str.contains("\n").any()
    pairs = isco.tidy(root / isco.PACK.folder)["isco_to_soc2010"]
    assert pairs[pairs["isco"].eq("7212")]["soc2010"].tolist() == ["51-4121", "51-4122"]


@pytest.mark.parametrize("name", ["esco", "isco-crosswalk"])
def test_the_sources_are_attributed(name: str) -> None:
    sources = load_tables()["sources"].set_index("name")
    assert sources.loc[[name], "used_for"].str.contains("title_keys").all()
    if name == "esco":
        asked = "This service uses the ESCO classification of the European Commission. Adapted"
        assert sources.loc[[name], "citation"].str.contains(asked).all()
