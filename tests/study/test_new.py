"""A new scenario is written whole or not at all, and read back it is the same firm."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr

from reallocate.firm.request.faults import read_of_a_firm
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.read import load_scenario, read_scenario, scenario_from_flags
from reallocate.firm.request.written import new_study
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World


@pytest.mark.parametrize(
    "flags",
    [
        {"industry": ["insurance carriers"], "headcount": 20_000},
        {"industry": ["622000"], "headcount": 50, "area": "california"},
        {"industry": ["516200,513200"], "headcount": 7_777.5, "pay_per_head": 396e3, "open_positions": 600.0},
    ],
)  # fmt: skip
def test_what_is_written_is_read_back_as_the_same_firm(
    world: World, tmp_path: Path, flags: dict[str, object]
) -> None:
    scenario = scenario_from_flags(name="mine", **flags)  # type: ignore[arg-type]
    written = new_study(world, scenario, tmp_path)
    direct, _, _ = build_firm(world, scenario)
    again, _, _ = build_firm(world, load_scenario(written.folder))
    pd.testing.assert_frame_equal(again.roles, direct.roles, check_exact=True)
    assert again.filled_share == direct.filled_share
    for kind in ("content", "augmentable", "automatable"):
        xr.testing.assert_identical(getattr(again, kind), getattr(direct, kind))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["mine"]


def test_the_file_explains_every_key_and_keeps_defaults_out_of_force(world: World, tmp_path: Path) -> None:
    new_study(world, scenario_from_flags(["insurance carriers"], 20_000, name="mine"), tmp_path)
    text = (tmp_path / "mine" / "scenario.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert {key: value for key, value in data.items() if value != {}} == {
        "name": "mine",
        "industries": ["524100"],
        "roles": "roles.csv",
    }
    assert "# 524100 Insurance Carriers" in text
    assert "# headcount = 20000" in text
    assert "# power available for the firm's own work; no limit if left out [MW]; at least 0" in text
    for name in Parameters.default().names:
        shown = re.search(rf"^# {name} = ", text, re.MULTILINE)
        assert bool(shown) is read_of_a_firm(name), name


@pytest.mark.long
def test_every_key_that_is_out_of_force_can_be_put_in_force(world: World, tmp_path: Path) -> None:
    new_study(world, scenario_from_flags(["524100"], 20_000, name="mine"), tmp_path)
    lines = (tmp_path / "mine" / "scenario.toml").read_text(encoding="utf-8").splitlines()
    tried = 0
    for number, line in enumerate(lines):
        if not re.match(r"# [a-z_]+ = ", line):
            continue
        header = next((row for row in reversed(lines[:number]) if re.match(r"(# )?\[", row)), "")
        if line.startswith("# roster"):
            continue  # the new scenario has a table of roles, and either of them says who works there
        if header.startswith("# "):
            continue  # keys of a section that is itself out of force are tried below
        read_scenario("\n".join([*lines[:number], line[2:], *lines[number + 1 :]]), tmp_path / "x.toml")
        tried += 1
    assert tried > 60
    whole = [line[2:] if re.match(r"# (\[|[a-z_]+ = )", line) else line for line in lines]
    whole = [line for line in whole if not line.startswith(("share = ", "headcount = 20000", "roster", "skip_rows"))]
    promised = next(n for n, line in enumerate(whole) if line.startswith("notice_days = "))
    del whole[promised]  # it may stand in [promises] or in [parameters], not in both
    outlook = whole.index("[[outlooks]]")
    end = next(n for n, line in enumerate(whole) if n > outlook and line.startswith("["))
    del whole[outlook:end]  # one outlook is no choice
    both = read_scenario("\n".join(whole), tmp_path / "x.toml")
    assert both.exits is not None and both.funding is not None and both.announced is not None and both.past


def test_nothing_is_overwritten_or_half_written(world: World, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match="Nothing is overwritten"):
        new_study(world, scenario_from_flags(["524100"], 5, name="mine"), tmp_path)
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    with pytest.raises(InputError):
        new_study(world, scenario_from_flags(["banks"], 5, name="mine"), tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(InputError, match="Create it"):
        new_study(world, scenario_from_flags(["524100"], 5, name="mine"), tmp_path / "nowhere")
