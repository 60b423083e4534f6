"""The program as it is started: what cannot be is refused in words before the work; signs, control characters, memory."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import GOLDEN, Goldens, cases
from tests.worlds import small_world
from typer.testing import CliRunner, Result

import reallocate
from reallocate.api import job, roster
from reallocate.cli import main
from reallocate.cli.main import app
from reallocate.cli.process import command, fit_output
from reallocate.cli.results import print_object
from reallocate.data.packs import PACKS
from reallocate.kernel.errors import InputError, Problem, ReallocateError, visible

PROGRAM = [sys.executable, "-c", "from reallocate.cli.main import run; run()"]
FOLDERS, FILES, NAMES, WORK = (lines for _, lines, _ in cases(Path(__file__).with_name("commands.txt")))
"""Commands that write a folder or a file, that take a name, and the functions that begin their work."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "m.csv").write_text("occupation,employment,wage\na,1000,50000\nb,500,\n")
    (tmp_path / "people.csv").write_text("title\nClerk\n")
    (tmp_path / "file.txt").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")

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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
def test_a_full_disk_under_standard_output_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*PROGRAM, "--help"], stdout=full, stderr=subprocess.PIPE, text=True)
    told = " ".join(done.stderr.split())
    assert done.returncode == 2 and told.startswith("Error: standard output: ")
    assert "space" in told and "Exception" not in told


FIRM = 'name = "tiny"\nroles = "roles.csv"\nquarters = 6\n'
SMALL_FIRM = 'name = "small"\nroles = "roles.csv"\nquarters = 3\nreach = "people"\n'
HERE = {
    "m.csv": "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n",
    "e.csv": "source,target,weight\na,b,3\na,c,1\nb,a,1\nc,b,2\nc,a,2\n",
    "tiny/scenario.toml": FIRM, "tiny/roles.csv": "code,headcount\n43-4051,300\n13-1031,150\n11-3021,20\n",
    "empty.csv": "", "people.csv": "Id,Title\n1,Clerk\n", "odd/record.txt": "", "broken/result.json": "?",
    "bare/scenario.toml": 'name = "x"\n', "empty/scenario.toml": "", "typo/scenario.toml": f"{FIRM}headcout = 5\n",
    "no-roles/scenario.toml": FIRM, "no-people/scenario.toml": FIRM, "no-people/roles.csv": "",
    "unknown/scenario.toml": FIRM, "unknown/roles.csv": "code,headcount\n99-9999,5\n",
    **{f"{name}/roles.csv": "code,headcount,loaded_cost\n43-4051,800,70000\n15-1252,300,190000\n" for name in ("small", "tight")},
    "small/scenario.toml": SMALL_FIRM, "tight/scenario.toml": f"{SMALL_FIRM}[budget]\ncash_per_year = 1\n",
}  # fmt: skip
"""What lies in the folder in which commands are refused."""


@pytest.mark.parametrize("page", sorted(file.stem for file in (GOLDEN / "cli" / "refusals").iterdir()))
def test_what_is_wrong_is_said_as_kept_with_what_to_do(page: str, tmp_path: Path, golden: Goldens) -> None:
    """All that is wrong at once, exit code 2, nothing for a machine to read, and nothing written."""
    for name, text in HERE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))

    def refused(words: str) -> str:
        done = CliRunner().invoke(app, shlex.split(words.format(x="x" * 3000)))
        told = " ".join(done.stderr.split()).replace("│ ", "")
        assert done.exit_code == 2 and isinstance(done.exception, SystemExit) and not done.stdout, done.output
        assert "Error" in told or "problems: - " in told and "Traceback" not in told
        assert sorted(tmp_path.rglob("*")) == before
        return re.sub("x{9,}", "x…", told)

    golden.answers(f"cli/refusals/{page}", refused)


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_record_of_a_command_tells_no_folder_of_people(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = "plan --roster closing/people.csv --review=closing/review.csv --set capture_automated=0.5 --out"
    monkeypatch.setattr(sys, "argv", ["reallocate", *words.split(), str(tmp_path / "ours")])
    assert command() == (
        "reallocate plan --roster people.csv --review=review.csv --set capture_automated=0.5 --out ours"
    )


@pytest.mark.parametrize(
    ("raised", "code"), [(KeyboardInterrupt, 130), pytest.param(ZeroDivisionError, 1, id="a fault of ours")]
)
def test_an_interrupt_ends_with_130_and_a_fault_of_ours_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], code: int
) -> None:
    def stop(*_: object) -> None:
        raise raised

    monkeypatch.setattr(main, "load_verb", stop)
    done = call("new", "--help")
    assert done.exit_code == code and (code == 130 or isinstance(done.exception, raised))


def test_several_problems_are_a_list_and_many_are_cut_short() -> None:
    one = main.error_text(InputError(Problem("bad", "here", "Mend it.")))
    assert one == "Error: here: bad. Mend it."
    many = main.error_text(ReallocateError([Problem(f"bad {number}") for number in range(25)]))
    assert many.splitlines()[0] == "25 problems:"
    assert "- bad 19." in many and "bad 20" not in many and "and 5 more" in many


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", "-2% 9,210-12,880 FTE 1 x 2 ... Zurich -> ?"),
        ("cp1252", "-2% 9,210–12,880 FTE 1 × 2 … Zürich -> ?"),
        ("utf-8", "−2% 9,210–12,880 FTE 1 × 2 … Zürich → 王"),
    ],
)
def test_signs_that_an_encoding_lacks_are_written_plainly_and_an_object_is_the_same_in_any(
    monkeypatch: pytest.MonkeyPatch, encoding: str, written: str
) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding))
    fit_output()
    print("−2% 9,210–12,880 FTE 1 × 2 … Zürich → 王")
    print_object({"says": "−2%, 王"})
    sys.stdout.flush()
    text, record = kept.getvalue().decode(encoding).splitlines()
    assert text == written and json.loads(record) == {"says": "−2%, 王"}


def program(words: str, before: str = "", after: str = "") -> subprocess.CompletedProcess[str]:
    """The program in a shell, as a module; `before` is a line of the shell."""
    line = f"{before}\nexec {sys.executable} -m reallocate {words} {after}"
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=300)


def test_it_runs_as_a_module() -> None:
    done = program("--version")
    assert done.returncode == 0 and done.stdout == f"reallocate {reallocate.__version__}\n"


def test_a_reader_that_goes_early_is_no_fault() -> None:
    done = program("data --params --json", after="| head -c 20")
    assert len(done.stdout) == 20 and done.stderr == ""


def test_too_little_memory_is_said_in_words() -> None:
    done = program("jobs", before="unset OPENBLAS_NUM_THREADS; ulimit -c 0; ulimit -v 300000")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "Error: memory ran out, or a limit on it was reached." in done.stderr


@pytest.mark.long
def test_a_plan_with_little_memory_has_no_drawings_and_says_why(tmp_path: Path) -> None:
    words = f"plan --industry 'insurance carriers' --headcount 200 --quarters 2 --out {tmp_path / 'plan'}"
    done = program(words, before="ulimit -c 0; ulimit -v 1500000")
    assert done.returncode == 0, done.stderr
    assert "Not drawn: the limit on memory" in (tmp_path / "plan" / "page.html").read_text(encoding="utf-8")


def test_json_is_one_object_with_everything() -> None:
    found = json.loads(call("data", "--json").stdout)
    assert found["status"] == "ok"
    listed = {(row["name"], row["file"]): row for row in found["sources"]}
    for pack in PACKS:
        for file, digest in pack.files.items():
            row = listed[pack.name, f"{pack.folder}/{file}"]
            assert (
                row["sha256"] == digest and row["licence"] == pack.licence and row["vintage"] == pack.vintage
            )


def test_every_parameter_is_listed_with_unit_and_range() -> None:
    rows = json.loads(call("data", "--params", "--json").stdout)["parameters"]
    assert len(rows) > 20
    assert all(row["unit"] and row["source"] for row in rows)
    off = {row["name"] for row in rows if not row["low"] <= row["value"] <= row["high"]}
    assert off == {"severance_over_law"}, "0 is no value of it and says that it is not used"
    assert rows[0]["name"] in call("data", "--params").stdout


def test_the_attribution_is_printed(root: Path) -> None:
    assert call("data", "--notice").stdout.strip() == (root / "NOTICE").read_text(encoding="utf-8").strip()
    assert json.loads(call("data", "--notice", "--json").stdout)["status"] == "ok"


CODES, LINES, BYTES = "a\x1b]0;owned\x07\x9b31m\u202egnp.vsc\u2066", "a\nError: all is well\rb", "a\udcff"
EVIL = {"codes": CODES, "lines": LINES, "bytes": BYTES}
SMALL = small_world()
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((job, "shipped_world"), (roster, "shipped_world")):
        monkeypatch.setattr(module, name, lambda *_: SMALL)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", EVIL.values(), ids=EVIL)
@pytest.mark.parametrize("words", NAMES)
def test_no_error_obeys_a_name(
    words: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, [word.format(name) for word in words.split()])
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output and not OBEYED.findall(done.output)
    assert "Error: all is well" not in done.output.splitlines()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", [CODES, LINES], ids=["codes", "lines"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_report_writes_the_names_of_file_and_headers_out(name: str, form: str, tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"id": range(20), "Job Title": "Software Developers", f"Notes {name}": "x", "Department": name}
    )
    path, review = tmp_path / f"{name}.{form}", tmp_path / f"review {name}.csv"
    if form == "csv":
        table.to_csv(path, index=False)
    else:
        table.assign(Department="Sales").to_excel(
            path, index=False, sheet_name="S\u202e1", engine="xlsxwriter"
        )
    for words in (["--review", str(review)], ["--json"]):
        done = CliRunner().invoke(app, ["roster", str(path), *words])
        if form == "csv" and name == LINES:
            assert done.exit_code == 2, "the department holds a line break"
        else:
            assert done.exit_code == 0, done.output
        assert not OBEYED.findall(done.output)
        assert "Error: all is well" not in done.output.splitlines()


def test_a_problem_is_one_paragraph_and_says_which_characters() -> None:
    problem = Problem("there is no file", f"folder {CODES}", nearest=(LINES,))
    assert str(problem) == (
        r"folder a\x1b]0;owned\x07\x9b31m\u202egnp.vsc\u2066: there is no file. "
        r"Nearest: a\nError: all is well\rb."
    )
    assert visible("Ünïcode 王小明 is text") == "Ünïcode 王小明 is text"
    said = Problem("is it a plan?", "here", "Name one.", "Nobody says so.")
    assert str(said) == "here: is it a plan? Nobody says so. Name one." and str(Problem("no")) == "no."
