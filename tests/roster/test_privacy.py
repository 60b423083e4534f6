"""Groups of 25 and more, rounded by the machine's key, and little that two outputs tell of one person."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.errors import InputError
from reallocate.roster.group_sizes import group_sizes
from reallocate.roster.own_key import own_key
from reallocate.roster.privacy import (
    BASE,
    FEWEST,
    graded,
    least_role,
    least_shown,
    published_counts,
    published_headcounts,
    published_mean,
    published_number,
    published_openings,
    published_share,
    published_total,
    rounded,
    spread_openings,
    uniform,
)
from reallocate.roster.staffing import pooled
from reallocate.work.dimensions import OTHER

GROUPS = st.lists(st.integers(0, 11), min_size=50, max_size=300)
KEYS = st.binary(min_size=4, max_size=4)


def key(number: int) -> bytes:
    return f"key {number}".encode()


@given(GROUPS, KEYS)
def test_every_group_has_25_and_all_tables_one_total(groups: list[int], secret: bytes) -> None:
    values = pd.Series([f"group {group}" for group in groups])
    counts = published_counts(values, secret, "groups")
    others = published_counts(values.str[-1], secret, "places")
    assert (counts >= FEWEST).all() and (counts % BASE == 0).all()
    assert counts.sum() == others.sum() == published_total(len(values), secret)
    assert abs(counts.sum() - len(values)) < BASE
    for group in counts.index.difference([OTHER]):
        assert abs(counts[group] - int(values.eq(group).sum())) < BASE


@given(GROUPS, KEYS)
def test_other_never_hides_fewer_than_25(groups: list[int], secret: bytes) -> None:
    values = pd.Series([f"group {group}" for group in groups])
    for counts in (published_counts(values, secret, "groups"), group_sizes({"level": values}, secret)["level"]):
        hidden = values[~values.isin(counts.index)]
        assert len(hidden) == 0 or len(hidden) >= FEWEST, "what is left of the total is no small group either"


@given(st.dictionaries(st.sampled_from([f"{a}-{b}" for a in (11, 13, 15) for b in range(1000, 1012)]),
                       st.floats(0, 80), min_size=1), KEYS)  # fmt: skip
def test_occupations_are_planned_with_others_until_there_are_25(
    sizes: dict[str, float], secret: bytes
) -> None:
    people = pd.Series(sizes)
    home = pooled(people, secret)
    totals = people.groupby(people.index.map(home)).sum()
    assert set(home) == set(sizes) and totals.sum() == pytest.approx(people.sum())
    assert (totals >= FEWEST).all() or len(totals) == 1
    for code, kept in home.items():
        if people[code] >= 2 * FEWEST:
            assert people[kept] > people[code] / 2, "a large occupation goes to none that is much smaller"


def test_rounding_is_right_in_the_mean() -> None:
    sizes = pd.Series({"a": 34.0, "b": 93.0, "c": 61.5, "d": 25.0, "e": 230.0})
    drawn = pd.concat([rounded(sizes, key(number), "roles") for number in range(4000)], axis=1)
    assert np.allclose(drawn.mean(axis=1), sizes, atol=0.8)
    assert set(drawn.loc["d"]) == {25.0} and set(drawn.loc["a"]) == {25.0, 50.0}


def test_openings_are_right_in_the_mean_and_add_up() -> None:
    openings, heads = pd.Series({"a": 3.0, "b": 80.0, "c": 0.0}), pd.Series({"a": 100.0, "b": 80.0, "c": 20.0})
    drawn = pd.concat([spread_openings(openings, heads, key(number)) for number in range(800)], axis=1)
    totals = [published_openings(83, key(number)) for number in range(800)]
    assert drawn.sum().tolist() == totals and set(totals) == {80.0, 85.0} and (drawn >= 0).all().all()
    assert drawn.sum().mean() == pytest.approx(83, abs=0.3) and drawn.loc["b"].min() >= 25
    assert (drawn.loc["a"] >= drawn.loc["c"]).all(), "few open positions stand where the people are"


def test_headcounts_are_near_right_in_the_mean_and_add_up() -> None:
    sizes = pd.Series({"a": 66.0, "b": 93.0, "c": 161.5, "d": 230.0})
    drawn = pd.concat([published_headcounts(sizes, key(number)) for number in range(4000)], axis=1)
    assert np.allclose(drawn.mean(axis=1), sizes, atol=0.8)
    assert (drawn.sub(sizes, axis=0).abs() <= 45).all(axis=None) and (drawn >= FEWEST).all(axis=None)
    assert set(drawn.sum()) == {550.0, 575.0} and (drawn % 5 == 0).all(axis=None)


def test_a_person_more_moves_one_headcount_in_one_of_forty_cases_and_the_others_alike() -> None:
    sizes = pd.Series({"a": 66.0, "b": 93.0, "c": 161.0, "d": 230.0})
    own = 0
    for number in range(1000):
        change = published_headcounts(sizes - [0, 0, 1, 0], key(number)) - published_headcounts(sizes, key(number))
        others = change.drop("c")
        assert others.max() - others.min() <= 5, "what the roles have in common"
        own += abs(change["c"] - others.median()) > 10
    assert 10 <= own <= 45


def test_a_role_appears_where_its_headcount_would_have_changed() -> None:
    for number in range(50):
        least = least_role(key(number), "a")
        assert FEWEST <= least < FEWEST + 40
        below, above = (
            published_headcounts(pd.Series({"a": least + step, "b": 500.0, "c": 500.0}), key(number)) for step in (-1e-4, 1e-4)
        )
        assert above["a"] - below["a"] >= 10


def test_one_machine_rounds_alike_and_another_does_not() -> None:
    sizes = pd.Series({f"role {number}": 31.0 + 7 * number for number in range(12)})
    assert rounded(sizes, key(1), "roles").equals(rounded(sizes, key(1), "roles"))
    assert not rounded(sizes, key(1), "roles").equals(rounded(sizes, key(2), "roles"))
    assert {int(least_shown(key(number), "roles", "a")) for number in range(600)} == set(range(25, 50))
    drawn = [uniform(key(number), "a") for number in range(2000)]
    assert min(drawn) > 0 and max(drawn) < 1 and np.mean(drawn) == pytest.approx(0.5, abs=0.03)


def moved(publish: Callable[[pd.Series, bytes], pd.Series]) -> float:
    """[share] of people whose leaving shows anywhere."""
    draws = np.random.default_rng(3)
    everybody = pd.Series([f"group {group}" for group in draws.integers(0, 6, 400)])
    shown = 0
    for person in range(len(everybody)):
        before, after = (publish(one, key(person)) for one in (everybody, everybody.drop(person)))
        shown += not before.equals(after)
    return shown / len(everybody)


def test_a_person_more_or_less_shows_in_few_of_all_cases() -> None:
    assert moved(lambda values, _: values.value_counts()) == 1.0, "exact counts show everybody"
    # The group, and the total with one other group: each in one of 25 cases.
    assert moved(lambda values, secret: published_counts(values, secret, "groups")) < 0.16
    assert moved(lambda values, secret: group_sizes({"level": values}, secret)["level"]) < 0.08


def test_versions_do_not_average_out() -> None:
    """A group that stays is shown alike in a hundred versions in which others come and go."""
    draws = np.random.default_rng(4)
    stays = pd.Series({"stays": 51.0})
    seen = [
        rounded(pd.concat([stays, pd.Series(draws.integers(30, 300, 30)).rename(str)]), key(1), "roles")["stays"]
        for _ in range(100)
    ]
    most = pd.Series(seen).value_counts(normalize=True).iloc[0]
    assert set(seen) <= {50.0, 75.0} and most > 0.85, "it tells the side of a number, never how far"


@pytest.mark.parametrize("others", [25, 60, 200])
def test_low_or_high_pay_of_one_person_seldom_moves_the_mean(others: int) -> None:
    draws = np.random.default_rng(others)
    moves = 0
    for number in range(400):
        pay = pd.Series(draws.lognormal(11.6, 0.25, others + 1))
        low, high = pay.copy(), pay.copy()
        low.iloc[0], high.iloc[0] = 0.75 * pay.iloc[0], 1.25 * pay.iloc[0]
        means = [published_mean(one, others + 1.0, others, key(number), "role") for one in (low, high)]
        moves += means[0] != means[1]
    assert moves / 400 < 0.1, "half of this is what can be gained over guessing"


@given(st.lists(st.floats(2e4, 9e5), min_size=25, max_size=80))
def test_mean_pay_is_near_and_of_nobody_alone(amounts: list[float]) -> None:
    pay = pd.Series(amounts)
    shown = published_mean(pay, float(len(pay)), float(len(pay)), key(1), "role")
    if pay.max() > pay.sum() / 2:
        assert np.isnan(shown)
    else:
        # A step is at most 2.5 times 10·largest/people, and what is shown is within half of it, and a fortieth.
        assert abs(shown - pay.mean()) <= 0.53 * 2.5 * 10 * pay.max() / len(pay)
    assert np.isnan(published_mean(pay.head(24), 24.0, 25.0, key(1), "role"))


def test_mean_pay_is_right_in_the_mean() -> None:
    pay = pd.Series(np.linspace(50_000, 150_000, 48))
    shown = [published_mean(pay, 48.0, 50.0, key(number), "role") for number in range(3000)]
    assert np.mean(shown) == pytest.approx(pay.mean(), rel=0.005)


def test_sizes_in_reports_are_one_of_few_and_shares_are_coarse() -> None:
    sizes = [graded(300, key(number), "a") for number in range(400)]
    assert 130 <= min(sizes) < 150 and 640 < max(sizes) <= 680, "within a factor of √5"
    assert np.mean(np.log(sizes)) == pytest.approx(np.log(300), abs=0.05)
    assert min(graded(26, key(number), "a") for number in range(200)) == FEWEST
    assert all(
        graded(more, key(number), "a") >= graded(less, key(number), "a")
        for number in range(60)
        for less, more in ((100, 101), (100, 180), (340, 348))
    )
    shares = {round(published_share(60, 260, key(number), "a"), 3) for number in range(100)}
    assert shares == {0.2, 0.4}
    assert np.isnan(published_share(60, 200, key(1), "a")), "one of 200 would show too often"
    assert np.isnan(published_share(9, 900, key(1), "a")), "the part is small"
    assert {published_number(34, key(number), "titles") for number in range(100)} == {30.0, 40.0}


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REALLOCATE_KEY_FILE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    first = own_key()
    (file,) = (tmp_path / "reallocate").iterdir()
    assert file.name == "roster.key" and len(first) == 32 and own_key() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    shared = tmp_path / "shared.key"
    shared.write_bytes(file.read_bytes())
    shared.chmod(0o600)
    file.unlink()
    assert own_key() != first, "a lost key is not had again"
    monkeypatch.setenv("REALLOCATE_KEY_FILE", str(shared))
    assert own_key() == first, "two machines that share a key round alike"


@pytest.mark.parametrize("text", ["", "secret", "0" * 63, "g" * 64])
def test_a_key_that_is_none_is_refused_with_what_to_do(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "roster.key"
    file.write_text(text, encoding="ascii")
    file.chmod(0o600)
    monkeypatch.setenv("REALLOCATE_KEY_FILE", str(file))
    with pytest.raises(InputError, match="64 hexadecimal digits.*With another key.*REALLOCATE_KEY_FILE name"):
        own_key()
    assert file.read_text(encoding="ascii") == text, "nothing is written over"


def _other_mode(file: Path) -> None:
    file.write_text("ab" * 32, encoding="ascii")
    file.chmod(0o644)


def _link(file: Path) -> None:
    (file.parent / "target").write_text("ab" * 32, encoding="ascii")
    (file.parent / "target").chmod(0o600)
    file.symlink_to(file.parent / "target")


def _huge(file: Path) -> None:
    file.write_bytes(b"ab" * 2**24)
    file.chmod(0o600)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_other_mode, r"other users can read or write it \(mode 644, not 600\)"), (_link, "it is a link"),
        (os.mkfifo, "it is no ordinary file"), (Path.mkdir, "it is a folder"), (_huge, "64 hexadecimal digits"),
    ],
)  # fmt: skip
def test_a_key_that_others_can_read_or_that_is_no_file_is_refused_and_stays_as_it_is(
    make: Callable[[Path], None], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "roster.key"
    make(file)
    before = file.lstat()
    monkeypatch.setenv("REALLOCATE_KEY_FILE", str(file))
    with pytest.raises(InputError, match=said):
        own_key()
    after = file.lstat()
    assert (before.st_mode, before.st_ino, before.st_size) == (after.st_mode, after.st_ino, after.st_size)


def test_nothing_outside_of_the_roster_counts_people(root: Path) -> None:
    """Every output's figures of people come from the tables that `make attack` attacks."""
    source = root / "src" / "reallocate"
    reads, opens = set(), set()
    for file in source.rglob("*.py"):
        place = file.relative_to(source).as_posix()
        text = file.read_text(encoding="utf-8")
        if place.startswith("roster/"):
            continue
        if re.search(r"\.people\.rows|\.title_sizes\(|roster\.people import|roster\.staffing import", text):
            reads.add(place)
        if "reallocate.roster.roster import" in text:
            opens.add(place)
    assert reads == {"problem/firm/people_groups.py", "face/roster.py"}, "the attack must see it too"
    assert opens == {"problem/firm/people_groups.py", "face/roster.py", "scenario/firm/rows.py"}
