"""The rows of the plan: each beside the way it was solved before, in one run."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from benchmarks.start import WAYS
from benchmarks.table import Row, row
from benchmarks.timing import Run, child, children, median, median_processor

PLAN_RUNS, STUDY_RUNS = 5, 3
LIMIT, LARGE_LIMIT = 900.0, 1_200.0
"""[s] until the outlooks and the large plan are stopped."""
LARGE, MIDDLE = ("800", "20"), ("100", "12")
STUDY, EXITS = "hyperscaler-2026", "8000"
OUTLOOKS = "20"
WORK = "build and solve"
FROM_NOTHING = "from nothing, by interior point"


def plan() -> Iterator[Row]:
    """Plans from a vertex near the best and from nothing; the programme beside linopy's and a plain one."""
    runs = children("start", WAYS, MIDDLE, PLAN_RUNS)
    yield from _start_rows("plan, 100 roles × 37 × 12", runs, least=0.4, aim=0.3)
    for exits, words in (("0", ""), (EXITS, f", {EXITS} exits whose roles the plan chooses")):
        runs = children("start", WAYS, (STUDY, exits), STUDY_RUNS)
        yield from _start_rows(f"plan of {STUDY}{words}", runs)
    yield _building()
    ours, plain = children("plan", ["packaged", "plain"], MIDDLE, PLAN_RUNS)
    first, other = ours[0].facts, plain[0].facts
    yield row(
        "plan, systems by role, no moves: build and solve",
        ours,
        *("build", "solve"),
        beside="the same problem written plainly",
        others=plain,
        remark=f"{first['variables']:,} variables against {other['variables']:,}; "
        f"building {median(ours, 'build'):.2f} s against {median(plain, 'build'):.2f}; "
        f"least costs differ by {_apart(ours[0], plain[0], 'objective'):.1g}; "
        f"memory {first['memory']:.1f} GiB against {other['memory']:.1f}; both by interior point",
    )


def large_plan() -> Iterator[Row]:
    """A plan of 800 roles over 20 quarters, once each way, within a limit."""
    runs = [[child("start", way, *LARGE, limit=LARGE_LIMIT)] for way in WAYS]
    yield from _start_rows("plan, 800 roles × 37 × 20", runs, least=8.0, aim=6.0)


def _start_rows(
    work: str, runs: Sequence[Sequence[Run]], least: float | None = None, aim: float | None = None
) -> Iterator[Row]:
    """To least cost, and with layoffs weighed and ties broken, beside the same from nothing.

    runs : near the best, and from nothing
    least, aim : [s] of processor, for the whole
    """
    near, nothing = runs
    first, before = (_to_least_cost(of_a_way) for of_a_way in runs)
    facts = near[0].facts
    yield Row(
        f"{work}: build, and solve to least cost",
        *first,
        beside=FROM_NOTHING,
        beside_seconds=before[0],
        beside_processor=before[1],
        remark=f"{facts.get('roles', 0)} roles, {facts.get('variables', 0):,} variables, "
        f"{facts.get('rows', 0):,} rows, {facts.get('memory', 0.0):.1f} GiB; building takes "
        f"{median_processor(near, 'build'):.2f} s of processor",
    )
    ended = all(run.finished for of_a_way in runs for run in of_a_way)
    yield row(
        f"{work}: the same, with layoffs weighed and ties broken",
        near,
        WORK,
        beside=FROM_NOTHING,
        others=nothing,
        least=least,
        aim=aim,
        of_processor=True,
        remark=f"costs differ by {_apart(near[0], nothing[0], 'objective'):.1g}" if ended else "stopped",
    )


def _to_least_cost(runs: Sequence[Run]) -> tuple[float | None, float | None]:
    """Median seconds, and of processor, to the end of the first solve; none where it was not reached."""
    reached = [run.to_least_cost for run in runs if run.to_least_cost]
    if not reached:
        return None, None
    return statistics.median(one[0] for one in reached), statistics.median(one[1] for one in reached)


def _building() -> Row:
    """A plan's programme in the package's model, beside the same rules in linopy's."""
    ours, theirs = children("building", ["package", "linopy"], MIDDLE, PLAN_RUNS)
    count = sum(stage.name == "build" for stage in ours[0].stages)
    found, expected = (runs[0].facts["matrix"] for runs in (ours, theirs))
    apart = max(abs(one / other - 1) for one, other in zip(found, expected, strict=True))
    return row(
        "building the programme of 100 roles × 37 × 12, to the solver's matrices",
        ours,
        "build",
        beside="the same variables and rules in a model of linopy",
        others=theirs,
        times=count,
        remark=f"libraries warm; sums of the matrices differ by {apart:.1g}; importing linopy takes "
        f"{median_processor(theirs, 'import'):.2f} s more",
    )


def _apart(one: Run, other: Run, fact: str) -> float:
    """Relative difference of a fact of two runs."""
    return float(abs(one.facts[fact] / other.facts[fact] - 1))


def outlooks() -> Iterator[Row]:
    """A first year for many outlooks, once each way."""
    near, nothing = (child("outlooks", way, *MIDDLE, OUTLOOKS, limit=LIMIT) for way in WAYS)
    facts = near.facts
    same = f"expected costs differ by {_apart(near, nothing, 'cost'):.1g}" if nothing.finished else "stopped"
    yield row(
        f"first year for {OUTLOOKS} outlooks, leaning to the worst, 100 roles × 37 × 12",
        [near],
        *("known", "groups"),
        beside=FROM_NOTHING,
        others=[nothing],
        least=60.0,
        aim=30.0,
        of_processor=True,
        remark=f"one run each; at most {facts['gap']:.2%} from the best; the best in each outlook takes "
        f"{near.processor('known'):.0f} s of the processor against {nothing.processor('known'):.0f}; "
        f"{facts['memory']:.1f} GiB; from nothing: {same}",
    )
