"""Short forms of titles: what they mean in an industry, in a user's table, and in a file that tells its industry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.titles.abbreviations import Abbreviations, shipped_abbreviations
from reallocate.data.titles.firm_industry import industry_of
from reallocate.data.titles.match import TitleMatcher
from reallocate.kernel.errors import InputError
from reallocate.roster.matching import read_abbreviations, read_titles
from reallocate.work.world import World

HOSPITAL = ["Registered Nurse", "Physician Assistant", "Respiratory Therapist", "Surgical Technologist", "Pharmacist",
            "Medical Assistant", "Occupational Therapist", "Medical Records Specialist", "Cook", "Chaplain"]  # fmt: skip


def rows(titles: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"title": titles * 5, "occupation": "", "department": "", "status": "filled"})


def test_a_short_form_means_what_it_means_in_the_industry_and_elsewhere_what_is_left() -> None:
    table = Abbreviations.of(
        [("pt", "physical therapist", "62"), ("pt", "part time", ""), ("uw", "underwriter", "52")]
    )
    assert (
        max((found := table.readings("PT", "622000", bool)), key=lambda one: found[one])
        == "physical therapist"
    )
    assert table.readings("Cashier PT", "445100", bool).keys() >= {"cashier part time"}
    assert table.readings("UW II", "445100", str.isupper) == {"underwriter ii": 1.0}
    assert table.readings("Baker", "", bool) == {"Baker": 1.0}


def test_a_users_table_goes_before_the_shipped_one_and_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("short,means\ncsr,corporate services reviewer\n")
    assert [*read_abbreviations(file).readings("CSR", "", bool)] == ["corporate services reviewer"]
    file.write_text("short,means\ncsr,\n,clerk\n")
    with pytest.raises(InputError) as told:
        read_abbreviations(file)
    assert len(told.value.problems) == 2


def test_the_sure_titles_of_a_file_tell_its_industry_and_it_the_short_forms(world: World) -> None:
    _, matches, told = read_titles(rows([*HOSPITAL, "MLS", "OT", "Sec Ofcr"]), world, None, {})
    assert told is not None and told.naics.startswith("622")
    likeliest: Mapping[str, str] = {title: one.options[0][0] for title, one in matches.items() if one.options}
    assert (likeliest["MLS"], likeliest["OT"], likeliest["Sec Ofcr"]) == ("29-2010", "29-1122", "33-9032")
    assert industry_of(world, pd.Series({"29-1141": 100})) is None, "one occupation tells no industry"


def test_plain_mistakes_are_no_longer_accepted(world: World) -> None:
    wrong = {"Analytics Manager": "11-3071", "Vertriebsassistenz": "41-2011", "Schichtleiter": "35-1012",
             "Team Lead, Claims": "43-1011", "Call Center Agent": "43-4171"}  # fmt: skip
    found = TitleMatcher(world).match([*wrong])
    assert not [
        title for title, code in wrong.items() if found[title].is_accepted and found[title].occupation == code
    ]
    short = TitleMatcher(world).match(["UW II", "Sr. Claims Adj."])
    assert {title: one.options[0][0] for title, one in short.items()} == {
        "UW II": "13-2053",
        "Sr. Claims Adj.": "13-1031",
    }


def test_the_table_has_over_three_hundred_short_forms() -> None:
    assert len(shipped_abbreviations().meanings) > 300
