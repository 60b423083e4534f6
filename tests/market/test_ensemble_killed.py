"""An ensemble that is killed at random moments ends as one that was not: nothing lost, nothing done twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reallocate.kernel.disk import _free_name
from reallocate.kernel.ensemble import Folder
from reallocate.market.published.ensemble_page import ensemble
from reallocate.market.published.files import load_market_scenario

DRAWS, SHARD, KILLS = 2000, 10, 2
CHILD = f"""
import sys
from pathlib import Path
from reallocate.market.published.ensemble_page import ensemble
from reallocate.market.published.files import load_market_scenario
scenario = load_market_scenario(Path(sys.argv[1]))
ensemble(scenario, {DRAWS}, Path(sys.argv[2]), tables={{}}, shard={SHARD}, progress=lambda said: print(said, flush=True))
"""
SCENARIO = """
[market]
occupations = "people.csv"
mobility = "complete"
[laws]
mode = "published"
[time]
steps = 30
[cycle]
amplitude = 0.05
period_steps = 12
"""


def start(scenario: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(scenario), str(folder)], stdout=subprocess.PIPE, text=True
    )


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.long
def test_killed_at_a_random_moment_it_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    market, unbroken, broken = tmp_path / "market", tmp_path / "unbroken", tmp_path / "broken"
    market.mkdir()
    (market / "people.csv").write_text("occupation,employment\na,500\nb,300\nc,900\n")
    (market / "scenario.toml").write_text(SCENARIO)
    seed = time.time_ns()
    chance, kept, times = random.Random(seed), {}, 0
    for _ in range(KILLS):
        child = start(market, broken)
        assert child.stdout
        said = [child.stdout.readline(), child.stdout.readline()]
        wait = chance.randrange(0, DRAWS // SHARD // (3 * KILLS))
        while len(said) < wait and said[-1]:
            said.append(child.stdout.readline())
        time.sleep(chance.uniform(0.0, 0.01))
        times += child.poll() is None
        child.kill()
        child.communicate()
        whole = {file: file.stat() for file in (broken / "shards").glob("*.parquet")}
        assert all(whole[file].st_ino == old.st_ino for file, old in kept.items()), f"made twice, seed {seed}"
        assert all(whole[file].st_mtime_ns == old.st_mtime_ns for file, old in kept.items()), seed
        kept = whole
    assert times > 0 and len(kept) < DRAWS // SHARD, "no run was killed before its end"
    child = start(market, broken)
    child.communicate()
    assert child.returncode == 0
    ensemble(load_market_scenario(market), DRAWS, unbroken, tables={}, shard=SHARD)
    assert all(file.stat().st_ino == old.st_ino for file, old in kept.items()), f"made twice, seed {seed}"
    assert len(list((broken / "shards").iterdir())) == DRAWS // SHARD
    assert files(broken) == files(unbroken), seed


@pytest.mark.parametrize("name", ["ensemble.json", "00000.parquet"])
def test_what_a_kill_left_half_written_is_swept_away(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    _free_name(folder / name, "draft").write_text("{half")
    Folder(folder, {"seed": 1}).open()
    assert sorted(file.name for file in folder.iterdir()) == ["ensemble.json", "shards"]
