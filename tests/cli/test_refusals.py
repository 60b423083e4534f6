"""What the operating system refused is one sentence with path and reason, before the work, without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reallocate.cli.main import app

PROGRAM = [sys.executable, "-c", "from reallocate.cli.main import run; run()"]
WORK = (
    "reallocate.api.plan.plan_study",
    "reallocate.api.simulate.market_study",
    "reallocate.api.simulate.economy_study",
    "reallocate.market.published.ensemble_page.prepare_market",
    "reallocate.market.calibration.page.calibrate",
    "reallocate.market.forecast.record.tech_workforce",
    "reallocate.api.compare.read_sides",
    "reallocate.api.claims.ClaimContext",
    "reallocate.api.job.job_study",
    "reallocate.api.jobs.jobs_study",
    "reallocate.api.roster.read_roster",
    "reallocate.firm.request.written.industry_mix",
    "reallocate.data.build.run._read_sources",
)
FOLDERS = [
    "plan --industry 524100 --headcount 100 --out",
    "compare one other --out",
    "simulate market m.csv --mobility complete --out",
    "simulate nation --years 1 --out",
    "simulate ensemble m.csv --mobility complete --draws 4 --out",
    "simulate calibrate --out",
    "claims 3a --out",
    "job 43-4051 --out",
    "jobs --top 1 --out",
    "data build --from . --out",
    "new mine -i 524100 -n 5 --dir",
]
FILES = [
    "forecast tech-workforce --date 2026-11-26 --out",
    "job 43-4051 --html",
    "roster people.csv --review",
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder in which no work may begin."""
    (tmp_path / "m.csv").write_text("occupation,employment,wage\na,1000,50000\nb,500,\n")
    (tmp_path / "people.csv").write_text("title\nClerk\n")
    (tmp_path / "file.txt").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)

    def worked(*given: object, **named: object) -> None:
        raise AssertionError("work was begun")

    for name in WORK:
        monkeypatch.setattr(name, worked)
    return tmp_path


@pytest.mark.parametrize("words", FOLDERS + FILES)
@pytest.mark.parametrize("path", ["file.txt/deep", "dangling", "x" * 300])
def test_what_cannot_be_written_is_refused_before_the_work(place: Path, words: str, path: str) -> None:
    before = sorted(place.rglob("*"))
    done = CliRunner().invoke(app, [*words.split(), path])
    told = " ".join(done.stderr.split())
    assert done.exit_code == 2 and isinstance(done.exception, SystemExit), done.exception
    assert not done.stdout and "Error: " in told and path[:40] in told.replace(" ", "") + told
    assert sorted(place.rglob("*")) == before


def test_a_single_file_needs_its_folder_and_a_folder_of_results_makes_it(place: Path) -> None:
    for words in FILES:
        done = CliRunner().invoke(app, [*words.split(), "new/deep/file.x"])
        assert done.exit_code == 2 and "Error: " in done.stderr and "new/deep" in done.stderr, words
    assert not (place / "new").exists()


def test_a_file_that_cannot_be_read_is_one_sentence(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path, kind: object = None) -> None:
        raise PermissionError(13, "Permission denied", "results/ours/files.json")

    monkeypatch.setattr("reallocate.api.saved.open_saved", refuse)
    done = CliRunner().invoke(app, ["open", "results/ours"])
    assert done.exit_code == 2 and "Traceback" not in done.stderr
    told = " ".join(done.stderr.split())
    assert "results/ours/files.json: the operating system refused: permission denied" in told


@pytest.mark.parametrize("words", [["--help"], ["data", "--params"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
def test_a_full_disk_under_standard_output_is_one_sentence(words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    told = " ".join(done.stderr.split())
    assert told.startswith("Error: standard output: ") and "space" in told and "Exception" not in told


def test_a_reader_who_has_gone_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*PROGRAM, "data", "--params"], stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
