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
from hypothesis import given
from hypothesis import strategies as st

from reallocate.kernel.errors import InputError
from reallocate.roster.protection import (
    CELL,
    FEWEST,
    MULTIPLE,
    TOTAL_CELL,
    is_shown,
    least_shown,
    moved,
    next_step,
    own_key,
    published_sizes,
    uniform,
)

KEYS = st.binary(min_size=4, max_size=4)


def key(number: int) -> bytes:
    return f"key {number}".encode()


@given(st.floats(0, 5_000), KEYS)
def test_a_size_is_off_by_half_a_step_at_most(size: float, secret: bytes) -> None:
    assert abs(moved(size, CELL, secret, "roles", "a") - size) <= CELL / 2 + 1e-6


def test_sizes_are_right_in_the_mean_and_add_up_to_the_moved_total() -> None:
    sizes = pd.Series({"a": 166.0, "b": 193.0, "c": 261.5, "d": 330.0})
    drawn = pd.concat([published_sizes(sizes, sizes.sum(), key(number), "roles") for number in range(4000)], axis=1)
    assert np.allclose(drawn.mean(axis=1), sizes, atol=3)
    assert (drawn >= FEWEST).all(axis=None) and (drawn % MULTIPLE == 0).all(axis=None)
    assert (drawn.sum() - sizes.sum()).abs().max() <= TOTAL_CELL / 2 + MULTIPLE


def test_one_person_less_moves_one_size_in_one_of_120_cases_and_the_others_alike() -> None:
    sizes = pd.Series({"a": 166.0, "b": 193.0, "c": 261.0, "d": 330.0})
    own = 0
    for number in range(3000):
        before, after = (
            published_sizes(one, one.sum(), key(number), "roles") for one in (sizes, sizes - [0, 0, 1, 0])
        )
        change = after - before
        others = change.drop("c")
        assert others.max() - others.min() <= MULTIPLE, "what the roles have in common"
        own += abs(change["c"] - others.median()) > 10
    assert 12 <= own <= 40, "3000/120 = 25 are expected"


def test_a_group_appears_where_its_size_would_have_changed() -> None:
    for number in range(200):
        least = least_shown(key(number), "roles", "a")
        assert FEWEST <= least < FEWEST + CELL
        assert is_shown(least, key(number), "roles", "a") and not is_shown(least - 1e-4, key(number), "roles", "a")
        below, above = (moved(least + step, CELL, key(number), "roles", "a") for step in (-1e-4, 1e-4))
        assert above - below == pytest.approx(CELL)


def test_one_machine_moves_alike_and_another_does_not() -> None:
    sizes = pd.Series({f"role {number}": 131.0 + 7 * number for number in range(12)})
    one, again, other = (published_sizes(sizes, sizes.sum(), key(number), "roles") for number in (1, 1, 2))
    assert one.equals(again) and not one.equals(other)
    drawn = [uniform(key(number), "a") for number in range(2000)]
    assert min(drawn) > 0 and max(drawn) < 1 and np.mean(drawn) == pytest.approx(0.5, abs=0.03)


def test_versions_do_not_average_out() -> None:
    """A group that stays is moved alike in every version of a file in which others come and go."""
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
    assert outside == {"api/roster.py", "firm/request/roles.py"}
    assert not {"roster/protection.py", "roster/copied_roles.py", "firm/request/copied.py", "api/share.py"} & opens
