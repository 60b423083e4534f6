"""Groups of 25 and more in a copy, moved by the machine's key, and little that two copies tell of one person."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.tables import SMALL

from reallocate.kernel.errors import InputError
from reallocate.roster.copied_roles import Usual, copied_roles
from reallocate.roster.disclosure import (
    _MULTIPLE,
    _TOTAL_CELL,
    CELL,
    FEWEST,
    _least_shown,
    is_shown,
    moved,
    next_step,
    own_key,
    published_sizes,
    uniform,
)
from reallocate.roster.staff import AMOUNTS
from reallocate.work.firm import OTHER

KEYS = st.binary(min_size=4, max_size=4)


def key(number: int) -> bytes:
    return f"key {number}".encode()


@given(st.floats(0, 5_000), KEYS)
def test_a_size_is_off_by_half_a_step_at_most(size: float, secret: bytes) -> None:
    assert abs(moved(size, CELL, secret, "roles", "a") - size) <= CELL / 2 + 1e-6


def test_sizes_are_right_in_the_mean_and_add_up_to_the_moved_total() -> None:
    sizes = pd.Series({"a": 166.0, "b": 193.0, "c": 261.5, "d": 330.0})
    drawn = pd.concat(
        [published_sizes(sizes, sizes.sum(), key(number), "roles") for number in range(4000)], axis=1
    )
    assert np.allclose(drawn.mean(axis=1), sizes, atol=3)
    assert (drawn >= FEWEST).all(axis=None) and (drawn % _MULTIPLE == 0).all(axis=None)
    assert (drawn.sum() - sizes.sum()).abs().max() <= _TOTAL_CELL / 2 + _MULTIPLE


@pytest.mark.long
def test_one_person_less_moves_one_size_in_one_of_120_cases_and_the_others_alike() -> None:
    sizes = pd.Series({"a": 166.0, "b": 193.0, "c": 261.0, "d": 330.0})
    own = 0
    for number in range(3000):
        before, after = (
            published_sizes(one, one.sum(), key(number), "roles") for one in (sizes, sizes - [0, 0, 1, 0])
        )
        change = after - before
        others = change.drop("c")
        assert others.max() - others.min() <= _MULTIPLE, "what the roles have in common"
        own += abs(change["c"] - others.median()) > 10
    assert 12 <= own <= 40, "3000/120 = 25 are expected"


def test_a_group_appears_where_its_size_would_have_changed() -> None:
    for number in range(200):
        least = _least_shown(key(number), "roles", "a")
        assert FEWEST <= least < FEWEST + CELL
        assert is_shown(least, key(number), "roles", "a") and not is_shown(
            least - 1e-4, key(number), "roles", "a"
        )
        below, above = (moved(least + step, CELL, key(number), "roles", "a") for step in (-1e-4, 1e-4))
        assert above - below == pytest.approx(CELL)


def test_versions_do_not_average_out() -> None:
    """One machine moves alike, another does not."""
    sizes = pd.Series({f"role {number}": 131.0 + 7 * number for number in range(12)})
    one, again, other = (published_sizes(sizes, sizes.sum(), key(number), "roles") for number in (1, 1, 2))
    assert one.equals(again) and not one.equals(other)
    drawn = [uniform(key(number), "a") for number in range(2000)]
    assert min(drawn) > 0 and max(drawn) < 1 and np.mean(drawn) == pytest.approx(0.5, abs=0.03)
    # A group that stays is moved alike in every version of a file in which others come and go.
    seen = {moved(151.0, CELL, key(1), "roles", "stays") for _ in range(100)}
    assert len(seen) == 1


def test_steps_are_ten_to_a_power_of_ten() -> None:
    found = [next_step(one) for one in (0.1, 0.101, 0.126, 7.0, 9.9)]
    assert found == pytest.approx([0.1, 0.125, 0.16, 8.0, 10.0])


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
    assert own_key() == first, "two machines that share a key move alike"


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


def test_what_opens_a_roster_is_known_and_a_copy_opens_none(root: Path) -> None:
    """A copy is solved on what `CopiedFirm` holds; no file of it reads a roster."""
    source = root / "src" / "reallocate"
    opens = {
        file.relative_to(source).as_posix()
        for file in source.rglob("*.py")
        if re.search(r"reallocate\.roster\.(roster|people) import", file.read_text(encoding="utf-8"))
    }
    outside = {name for name in opens if not name.startswith("roster/")}
    assert outside == {"api/roster.py", "firm/request/exit_terms.py", "firm/request/roles.py"}
    assert (
        not {"roster/disclosure.py", "roster/copied_roles.py", "firm/request/copied.py", "api/share.py"}
        & opens
    )


CODES = ("15-1252", "15-2051", "13-2053", "13-1031", "43-4051", "11-3031")
COST = pd.Series(
    dict(zip(SMALL.occupations.index, np.linspace(60_000, 200_000, len(SMALL.occupations)), strict=True))
)
USUAL = Usual(
    SMALL.occupations[["title", "major_group"]], COST,
    SMALL.occupations["employment"].astype(float).fillna(0.0), pd.Series({"15-0000": "Computer Occupations"}),
)  # fmt: skip
PEOPLE = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from("xyz")), min_size=150, max_size=900)


def counts(people: list[tuple[str, str]], times_pay: float = 1.0, opened: float = 0.0) -> pd.DataFrame:
    """Counts of people by occupation and department, each paid so many times the industry's pay."""
    table = pd.DataFrame(people, columns=["occupation", "place"])
    table["cost"] = table["occupation"].map(COST) * times_pay
    table = table.assign(fte=1.0, paid_fte=1.0, open_positions=opened / len(table))
    found = []
    for dimension in ("", "department"):
        place = table["place"] if dimension else pd.Series("", index=table.index, name="place")
        sums = table.groupby([place, "occupation"])[list(AMOUNTS)].sum().reset_index()
        found.append(sums.assign(dimension=dimension))
    return pd.concat(found, ignore_index=True)


@given(PEOPLE, st.binary(min_size=4, max_size=4), st.sampled_from(["", "department"]))
@settings(max_examples=30, deadline=None)
def test_no_group_of_fewer_than_25_is_shown_and_none_is_told_twice(
    people: list[tuple[str, str]], secret: bytes, column: str
) -> None:
    made = copied_roles(counts(people), USUAL, secret, column, "people.csv")
    assert (made["headcount"] >= FEWEST).all() and (made["headcount"] % _MULTIPLE == 0).all()
    assert not made.duplicated(["occupation", "title", "department"]).any()
    assert made["basis"].eq("copy").all() and made["location"].eq("").all()
    if column:
        sizes = pd.Series([place for _, place in people]).value_counts()
        named = set(made["department"]) - {OTHER}
        assert all(sizes[place] >= FEWEST for place in named)


def test_small_occupations_stand_with_their_major_group_and_then_with_all() -> None:
    people = (
        [("15-1252", "x")] * 400
        + [("13-2053", "x")] * 20
        + [("13-1031", "x")] * 15
        + [("11-3031", "x")] * 150
    )
    seen: dict[str, int] = {}
    given = counts(people)
    for number in range(100):
        made = copied_roles(given, USUAL, key(number), "", "people.csv")
        for title in made["title"]:
            seen[title] = seen.get(title, 0) + 1
    assert seen["Software Developers"] == seen["Financial Managers"] == 100, "400 and 150 always stand alone"
    assert "Insurance Underwriters" not in seen, "20 are never shown"
    assert 1 < seen["Other 13-0000"] < 25, "35 of a major group are, for one key in twelve"


@pytest.mark.long
def test_sizes_pay_and_places_are_right_in_the_mean() -> None:
    people = [("15-1252", "x")] * 400 + [("43-4051", "x")] * 180 + [("43-4051", "y")] * 220
    made = [copied_roles(counts(people, 1.5), USUAL, key(number), "department", "f") for number in range(500)]
    found = pd.concat(made).groupby(["occupation", "department"])[["headcount", "loaded_cost"]].mean()
    wanted = {("15-1252", "x"): 400, ("43-4051", "x"): 180, ("43-4051", "y"): 220}
    for cell, size in wanted.items():
        assert found.loc[cell, "headcount"] == pytest.approx(size, abs=5)
        assert found.loc[cell, "loaded_cost"] == pytest.approx(1.5 * COST[cell[0]], rel=0.02)


def test_a_small_place_is_other_and_its_people_are_counted_there() -> None:
    people = [("15-1252", "x")] * 500 + [("15-1252", "y")] * 20 + [("15-1252", "z")] * 160
    shown = pd.concat(
        copied_roles(counts(people), USUAL, key(number), "department", "f") for number in range(30)
    )
    assert set(shown["department"]) == {"x", "z"}, (
        "twenty are left out: they are too few for a group of their own"
    )
    people = [*people, *[("15-1252", f"team {number}") for number in range(12) for _ in range(20)]]
    shown = pd.concat(
        copied_roles(counts(people), USUAL, key(number), "department", "f") for number in range(30)
    )
    assert set(shown["department"]) == {"x", "z", OTHER}


def test_far_pay_and_pay_of_few_say_nothing_and_few_open_positions_or_people_are_not_shown() -> None:
    people = [("15-1252", "x")] * 400
    few = counts(people).assign(paid_fte=20.0)
    assert copied_roles(few, USUAL, key(1), "", "f")["loaded_cost"].isna().all()
    assert copied_roles(few, USUAL, key(1), "", "f")["own_pay"].eq(0.0).all()
    people = [("15-1252", "x")] * 400 + [("43-4051", "x")] * 200
    none = copied_roles(counts(people, opened=20), USUAL, key(1), "", "f")
    assert none["open_positions"].eq(0).all()
    with pytest.raises(InputError, match="too small for a copy"):
        copied_roles(counts([("15-1252", "x")] * 20), USUAL, key(1), "", "people.csv")


@pytest.mark.long
def test_open_positions_stand_where_the_people_are() -> None:
    people = [("15-1252", "x")] * 400 + [("43-4051", "x")] * 200
    many = [copied_roles(counts(people, opened=300), USUAL, key(number), "", "f") for number in range(300)]
    assert np.mean([one["open_positions"].sum() for one in many]) == pytest.approx(300, abs=8)
    silent = counts(people).assign(open_positions=np.nan)
    assert copied_roles(silent, USUAL, key(1), "", "f")["open_positions"].isna().all()


@pytest.mark.long
def test_a_person_less_shows_in_few_of_all_cases() -> None:
    """The roles of a copy before and after one of 600 people left: the same but in a few of a hundred cases."""
    draws = np.random.default_rng(3)
    people = [
        (CODES[code], "xyz"[place])
        for code, place in zip(draws.integers(0, 6, 600), draws.integers(0, 3, 600), strict=True)
    ]
    differ = 0
    for number in range(300):
        left = int(draws.integers(600))
        before, after = (
            copied_roles(counts(one), USUAL, key(number), "department", "f")
            for one in (people, people[:left] + people[left + 1 :])
        )
        differ += not before.equals(after)
    assert differ / 300 < 0.05
