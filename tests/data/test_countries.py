"""Every country that ships: totals as published, work that adds up, titles that are read, a firm that can be planned."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from tests.golden_pages import Goldens

import reallocate as ra
from reallocate.data.build.nation import united_kingdom
from reallocate.data.build.nation.fit import internal
from reallocate.data.build.nation.listing import country_table
from reallocate.data.build.nation.run import shared_tables
from reallocate.data.build.nation.tables import wide_bridge
from reallocate.data.build.nation.titles import german, inverted, spellings
from reallocate.data.build.nation.work import work_through
from reallocate.data.bundle import (
    conform,
    data_folder,
    has_tables,
    load_tables,
    load_world,
    shipped_world,
    table_folder,
    table_problems,
)
from reallocate.data.country import HOME, countries, country
from reallocate.data.staffing import area_pay
from reallocate.data.titles.match import TitleMatcher
from reallocate.firm.model.firm import begins
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.errors import DataError, InputError, ReallocateError
from reallocate.render.terminal import summary_text
from reallocate.work.jobs import reached_hours
from reallocate.work.world import World

WITH_TABLES = sorted(code for code, one in countries().items() if has_tables(one))
ABROAD = [code for code in WITH_TABLES if code != HOME]


def reach_of(world: World, name: str = "automatable") -> pd.DataFrame:
    """(occupation, source) share of hours."""
    return reached_hours(world, getattr(world, name)).T


def mean(values: pd.Series, people: pd.Series) -> float:
    return float((values * people).sum() / people.sum())


@pytest.mark.parametrize(
    "code", [one if one in ABROAD[::8] else pytest.param(one, marks=pytest.mark.long) for one in ABROAD]
)
def test_every_table_of_a_country_holds_what_is_declared_and_fits_in_two_megabytes(code: str) -> None:
    folder = table_folder(data_folder(), code)
    recorded = json.loads((folder / "manifest.json").read_text())["tables"]
    assert sum(file.stat().st_size for file in folder.iterdir()) < 2 * 2**20
    for name in recorded:
        frame = pd.read_parquet(folder / f"{name}.parquet")
        shaped = conform(name, frame)
        pd.testing.assert_frame_equal(shaped, frame, check_dtype=False)
        assert table_problems(name, shaped) == [], name


@pytest.mark.parametrize("code", ABROAD)
def test_people_work_and_industries_of_a_country_add_up(code: str) -> None:
    world = shipped_world(code)
    assert world.country == code
    people = world.occupations["employment"]
    assert np.allclose(world.content.sum(axis=1), 1.0, atol=1e-9)
    assert float(people[reach_of(world)["people"].notna()].sum() / people.sum()) == 1.0
    staffing = world.table("staffing").groupby("industry")["employment"].sum()
    listed = world.table("industries").set_index("industry")
    sectors = listed.index[listed["level"] == 2]
    assert staffing["000000"] == pytest.approx(people.sum(), rel=1e-4)
    for section in sectors:
        inside = listed.index[(listed["level"] == 3) & listed["naics"].str.startswith(section)]
        if len(inside):
            assert staffing[inside].sum() == pytest.approx(staffing[section], rel=0.06, abs=300), section
    assert staffing[sectors].sum() / people.sum() == pytest.approx(1.0, abs=0.21)
    assert world.occupations["manages"].any() and world.occupations["computing"].any()
    assert (world.occupations["wage_mean"] > 0).all()
    wages = world.occupations["wage_mean"]
    assert wages.groupby(world.occupations["manages"]).median()[True] > wages.median()


def test_a_table_that_a_country_does_not_have_is_absent_and_never_that_of_the_united_states() -> None:
    world = shipped_world("UK")
    for name in ("industries_io", "transitions", "displaced", "prices", "soc_2010", "market_series"):
        assert name not in world.tables, name
    with pytest.raises(ReallocateError, match="no table 'transitions'"):
        world.table("transitions")
    assert len(world.table("programmes")) == len(world.table("licences")) == 0
    with pytest.raises(DataError, match="Australia has no tables of people, pay and industries"):
        load_world(country="Australia")
    with pytest.raises(InputError, match="no country 'Atlantis' ships"):
        load_world(country="Atlantis")
    with pytest.raises(ReallocateError) as raised:
        area_pay(shipped_world("UK"), "London")
    assert "the United Kingdom cover the whole country alone" in str(raised.value)


def test_pay_is_written_in_the_money_of_the_country_and_read_in_dollars() -> None:
    folder = table_folder(data_folder(), "GB")
    written = pd.read_parquet(folder / "occupations.parquet").set_index("occupation")["wage_mean"]
    read = shipped_world("GB").occupations["wage_mean"]
    assert np.allclose(read, written * country("GB").usd)
    assert written["21-2134"] == pytest.approx(63_000, abs=6_000)


def test_the_united_states_lie_in_a_folder_as_every_country_does() -> None:
    assert set(load_tables()) == set(load_tables(country="USA"))
    assert (table_folder(data_folder(), "US") / "occupations.parquet").is_file()
    us = shipped_world()
    assert us is shipped_world("United States") and us.country == HOME
    codes = us.occupations.index
    assert (us.occupations["manages"] == codes.str.startswith("11-")).all()
    assert (us.occupations["computing"] == codes.str.startswith("15-")).all()
    closed = us.occupations["title"].str.contains("All Other") | codes.isin(["11-1011", "11-1031"])
    assert (us.occupations["destination"] == ~closed).all()
    assert not begins(pd.Index(["15-0000"]), ()).any()


def test_a_country_whose_weights_are_the_identity_has_the_work_of_the_united_states() -> None:
    us = shipped_world()
    codes = us.occupations.index[:40]
    digits = [f"{place + 1111:04d}" for place in range(len(codes))]
    identity = pd.DataFrame(np.eye(len(codes)), digits, codes).reindex(
        columns=us.occupations.index, fill_value=0.0
    )
    made = work_through(identity, us)
    back = dict(zip(map(internal, digits), codes, strict=True))
    content = made["content"].assign(occupation=made["content"]["occupation"].map(back))
    both = content.merge(us.table("content"), on=["occupation", "activity"], suffixes=("", "_us"))
    assert len(both) == len(content)
    assert (both["share"] - both["share_us"]).abs().max() < 0.01
    reach = made["reach"].assign(occupation=made["reach"]["occupation"].map(back))
    both = reach.merge(us.table("reach"), on=["source", "occupation", "activity"], suffixes=("", "_us"))
    assert (both["automatable"] - both["automatable_us"]).abs().max() < 1e-9
    scores = made["scores"].assign(occupation=made["scores"]["occupation"].map(back))
    both = scores.merge(us.table("scores"), on=["source", "occupation"], suffixes=("", "_us"))
    assert np.allclose(both["score"], both["score_us"])


def test_weights_of_occupations_sum_to_one_and_the_united_states_keep_their_reach_through_isco() -> None:
    for bridge in (shared_tables()["occupation_bridge"], shipped_world("UK").table("occupation_bridge")):
        assert (bridge.groupby("code")["weight"].sum() - 1.0).abs().max() < 1e-9
    us = shipped_world()
    exposure = shared_tables()["exposure"].set_index("country")
    assert len(exposure) == 141
    people = us.occupations["employment"]
    for name in ("automatable", "augmentable"):
        direct = float(np.median([mean(reach, people) for _, reach in reach_of(us, name).items()]))
        assert exposure.loc["USA", name] == pytest.approx(direct, abs=0.02), name
    way = wide_bridge(shared_tables())
    share = (way / way.sum()) @ people.reindex(way.columns)
    own = way @ reach_of(us)["people"].reindex(way.columns)
    assert mean(own, share) == pytest.approx(mean(reach_of(us)["people"], people), abs=0.02)


def test_the_united_kingdom_has_as_many_people_and_jobs_as_were_published(source_data: Path) -> None:
    root = source_data / "open"
    cells = united_kingdom.people_cells(root)
    totals = pd.read_csv(root / "countries/uk_aps_soc_sic/totals.csv").set_index(["year", "section"])[
        "persons"
    ]
    found = cells.groupby(["year", "industry"])["people"].sum()
    assert (found - totals.rename_axis(["year", "industry"])).abs().max() < 1.0
    world = shipped_world("UK")
    assert world.occupations["employment"].sum() == pytest.approx(32_702_357, abs=250)
    staffing = world.table("staffing").groupby("industry")["employment"].sum()
    for section, persons in totals.loc[2024].items():
        assert staffing[section] == pytest.approx(persons, rel=1e-3), section
    path = source_data / "open/countries/uk_ashe14_2024/annual_pay.csv"
    table = pd.read_csv(path, dtype={"soc2020": str})
    jobs = table[table["who"].eq("all")].set_index("soc2020")["jobs_thousand"]
    digits = jobs.index.str.len()
    for level in (1, 2):
        assert jobs[digits == level].sum() / 1000 == pytest.approx(23.385, abs=0.01)


def test_reach_ranks_uk_occupations_as_the_ilo_does_and_skill_groups_as_published(source_data: Path) -> None:
    path = source_data / "validation-only/ilo-genai-2025/Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx"
    ilo = pd.read_excel(path, engine="calamine", dtype={"ISCO_08": str})
    score = ilo.groupby(ilo["ISCO_08"].str.zfill(4))["mean_score_2025"].first()
    bridge = pd.read_csv(
        source_data / "open/countries/uk_soc2020_isco08/soc2020_isco08.csv",
        dtype={"soc2020": str, "isco08": str},
    )
    carried = (bridge["weight"] * bridge["isco08"].map(score)).groupby(bridge["soc2020"]).sum()
    own = reach_of(shipped_world("UK"), "augmentable")["people"]
    own.index = own.index.str[3:]
    assert spearmanr(own, carried.reindex(own.index)).statistic >= 0.78
    isco = reach_of(shipped_world("DE"), "augmentable")["people"]
    groups = isco.groupby(isco.index.str[:2]).mean()
    theirs = score.groupby(score.index.str[:2]).mean()
    both = groups.index.intersection(theirs.index)
    assert spearmanr(groups[both], theirs[both]).statistic >= 0.85
    groups = (
        ("11", "21", "22", "23", "24", "31"),
        ("12", "32", "33", "34", "35", "41", "42"),
        ("52", "54", "61", "62", "63", "72"),
        ("51", "53", "71", "81", "82", "91", "92"),
    )
    world = shipped_world("UK")
    own, people = reach_of(world, "augmentable")["people"], world.occupations["employment"]
    found = [mean(own[one], people[one]) for one in (own.index.str[:2].isin(group) for group in groups)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("code", ["GB", "DE"])
def test_titles_are_read_as_firms_write_them(code: str, golden: Goldens) -> None:
    """The last of the United Kingdom is one of the United States' own list, which means nothing elsewhere."""
    world = shipped_world(code)
    matcher, named = TitleMatcher(world), world.occupations["title"]
    golden.answers(f"data/titles_{code}", lambda title: str(named.get(matcher.one(title).occupation, "nothing")))


def test_titles_of_an_index_are_turned_round_and_forms_of_both_sexes_made_one() -> None:
    assert inverted("Driver, delivery, HGV") == "HGV delivery Driver"
    assert spellings("HGV/LGV driver") == ["HGV driver", "LGV driver"]
    assert german("Acker- und Erntehelfer/in") == ["Acker- und Erntehelfer"]


def test_the_list_of_countries_says_what_each_gives() -> None:
    table = country_table().set_index("country")
    assert len(table) >= 141 and table.index.is_unique
    assert table.loc["US", "gives"] == "firm, job and economy" and table.loc["US", "bridged"] == ""
    assert table.loc["GB", "gives"] == "firm and job" and table.loc["GB", "law"] == "yes"
    assert table.loc["AT", "law"] == "" and table.loc["IND", "gives"] == "exposure"
    assert (table.loc["IND", "automatable"] > 0.1) and (table["people"].dropna() >= 0).all()


def test_ilostat_counts_the_people_of_a_country_as_often_as_eurostat_does(source_data: Path) -> None:
    """Serbia's were counted four times: 12.18 million of a country with 6.6 million inhabitants."""
    root = source_data / "open"
    table = pd.read_csv(root / "countries/eurostat_lfsa_eisn2/employment.csv", dtype={"year": str})
    eurostat = table[table["year"].eq("2024")].groupby("country")["employment_k"].sum() * 1_000.0
    exposure = shared_tables()["exposure"].set_index("title")["people"]
    ratio = (exposure / eurostat).dropna()
    assert len(ratio) == 30
    assert ratio.drop("Luxembourg").between(0.99, 1.12).all(), ratio[~ratio.between(0.99, 1.12)]
    assert ratio["Luxembourg"] == pytest.approx(1.25, abs=0.01), "whose small cells Eurostat does not publish"
    assert exposure["Serbia"] == pytest.approx(3_045_926, abs=1)


JOBS = ("bookkeeper", "nurse")


@pytest.mark.parametrize(
    "code", ["HR", *(pytest.param(one, marks=pytest.mark.long) for one in ABROAD if one != "HR")]
)
def test_a_job_of_a_country_without_earlier_years_says_so_and_what_is_modelled(code: str) -> None:
    for words in JOBS:
        job = ra.job(words, country=code)
        text = " ".join(job.explain())
        card = summary_text(job.title, job.card())
        assert "is that of the survey named under sources" in " ".join(card.split())
        if load_tables(country=code)["history"].empty:
            assert "Employment and pay of earlier years are not known here." in text + card
            assert job.table("history").empty
        status = set(job.table("pay")["status"])
        assert ("modelled" in card) == bool(status - {"observed"}), status
        assert len(job.page()) > 10_000


@pytest.mark.parametrize("code", ABROAD)
def test_a_firm_of_every_country_has_roles_and_pay(code: str) -> None:
    world = shipped_world(code)
    scenario = scenario_from_flags(["62"], 1_000.0).model_copy(update={"country": code})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        firm, _, _ = build_firm(world, scenario)
    assert firm.country == code and firm.headcount == pytest.approx(1_000.0)
    first = firm.roles.sort_values("headcount").index[-1]
    assert begins(pd.Index([first]), country(code).computing).all(), first
