"""What every test shares: the same surroundings on each machine, the source data and the shipped World."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.golden_pages import Goldens

    from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
SOURCE_DATA = Path(os.environ.get("REALLOCATE_SOURCE_DATA", ROOT.parent / "shared" / "data"))

# Tables and help pages look the same on a terminal, in a pipe and on a build server.
os.environ |= {"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb", "PYTHONHASHSEED": "0"}
# All tests are made on 30 June 2026, so that plans start with 2026 Q3 whatever the day.
os.environ["SOURCE_DATE_EPOCH"] = "1782777600"
for forced in ("FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "PY_COLORS"):
    os.environ.pop(forced, None)

# A process runs on each core, so that more threads of linear algebra would only wait for each other. Numpy reads
# it when it is loaded, so nothing above may load numpy.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# A shell starts what runs in the background deaf to interruptions, and so would be every process of a test.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("reallocate", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("reallocate")


LONGEST = (
    "web/test_app.py", "market/test_ensemble.py", "firm/test_cut.py", "report/test_pages.py", "country/test_doors.py",
    "web/test_planner.py", "firm/test_exit_terms.py", "data/test_countries.py", "face/test_share.py",
    "cli/test_plan.py", "roster/test_names.py", "data/test_bundle.py",
    "roster/test_rows.py", "cli/test_verbs.py", "jobs/test_job.py",
    "firm/test_systems.py", "face/test_doors.py", "market/test_ledger.py", "firm/test_compare.py", "firm/test_limits.py",
    "market/test_jobs_law.py", "market/test_simulate.py", "market/test_faults.py",
    "face/test_first_answer.py", "market/test_started.py", "firm/test_own_plan.py",
    "roster/test_cells.py", "roster/test_titles.py", "claims/test_plan_claims.py",
    "firm/test_cut_model.py", "roster/test_people.py", "roster/test_exports.py", "firm/test_parts.py",
    "web/test_plan.py", "web/test_wrong_inputs.py", "moves/test_ways.py", "claims/test_young_people.py",
    "firm/test_scenario.py", "cli/test_imports.py", "report/test_page.py",
)  # fmt: skip
"""Files that take about ten seconds or more, the longest first."""


CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)

ONE_PLAN = (
    "firm/test_cut.py", "firm/test_tables.py", "firm/test_compare.py",
    "firm/test_parts.py",
)  # fmt: skip
"""Files that read the plan which tests/firm/conftest.py solves once: one process runs them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that no process is left alone with one at the end."""
    place = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(LONGEST)))
    reads = {item.path.relative_to(ROOT / "tests").as_posix() for item in items if "both" in getattr(item, "fixturenames", ())}
    if reads - set(ONE_PLAN):
        raise pytest.UsageError(f"tests/conftest.py: ONE_PLAN lacks {', '.join(sorted(reads - set(ONE_PLAN)))}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file is run by one process, and so are all that read the one plan."""
    from xdist.scheduler import LoadFileScheduling

    class _Files(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return ONE_PLAN[0] if file.removeprefix("tests/") in ONE_PLAN else file

    return _Files(config, log)


@pytest.fixture(autouse=True, scope="session")
def unsynced() -> Iterator[None]:
    """Nothing is forced onto the disk: tests end no machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def files_are_read_here() -> Iterator[None]:
    """No process is forked for a file: it would copy all that the tests of this one have loaded."""
    from reallocate.kernel import limited

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limited._Here, "is_limited", True)
        yield


@pytest.fixture(autouse=True, scope="session")
def cards_are_made_once() -> Iterator[None]:
    """What the cards of a World say together takes a second, and nearly every table of the nation's jobs has it."""
    from reallocate.jobs import place

    made = cache(place.cards_by_schooling)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "cards_by_schooling", lambda world: made(world).copy())
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for the tests that open a page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def files_are_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is forked for each file, as for a user."""
    from reallocate.kernel import limited

    monkeypatch.setattr(limited._Here, "is_limited", False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="write tests/golden anew, then read the difference"
    )


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Goldens:
    """`golden("web/start", text)` compares a text with tests/golden/web/start.txt."""
    from tests.golden_pages import Goldens

    return Goldens(update=pytestconfig.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def source_data() -> Path:
    """The folder of source files that the shipped figures are computed from."""
    if not (SOURCE_DATA / "open").is_dir():
        pytest.skip(
            f"the source files are not here ({SOURCE_DATA}); REALLOCATE_SOURCE_DATA names their folder"
        )
    return SOURCE_DATA


@pytest.fixture(scope="session")
def world() -> World:
    """The shipped figures, read once for all tests and for what they call."""
    from reallocate.data.bundle import shipped_world

    return shipped_world()


@pytest.fixture(autouse=True, scope="session")
def world_comes_first(request: pytest.FixtureRequest) -> None:
    """The world is read before a plan reads it, which holds texts as Python does; else it would hang on the order."""
    if any("world" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("world")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder to work in, so that no test writes into the repository."""
    monkeypatch.chdir(tmp_path)
    yield
