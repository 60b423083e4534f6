"""A cut beside attrition for seven industries, and the same with every role and system."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.table import Row
from benchmarks.timing import child, stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.firm.cut.model import BELIEFS, solve_cut
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.solve import solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import scenario_from_flags

FIRMS = {
    "516200": 78_000.0, "522000": 20_000.0, "524100": 5_000.0, "622000": 8_000.0, "541500": 3_000.0,
    "561400": 2_000.0, "445000": 10_000.0,
}  # fmt: skip
"""NAICS code -> [FTE]; a tenth is cut."""
FIRST_BELIEF = f"Beliefs: 1 of {len(BELIEFS)}"


def cut() -> Iterator[Row]:
    """A cut beside attrition for seven industries, beside the same with every role."""
    run = child("cut")
    each = [stage for stage in run.stages if stage.name == "answer"]
    points = run.facts["points"]
    widest = max(points.values(), key=abs)
    yield Row(
        f"cut beside attrition, mean of {len(points)} industries, figures loaded",
        run.wall("answer") / len(each),
        run.processor("answer") / len(each),
        beside="every role and system",
        beside_seconds=run.wall("finer") / len(each),
        beside_processor=run.processor("finer") / len(each),
        remark=f"at most {max(stage.processor for stage in each):.2f} s of processor; "
        f"{run.processor('beliefs') / len(each):.1f} s more for {len(BELIEFS)} beliefs; extra cost, as a "
        f"share of the least, at most {widest:+.2f} points from that with every role: "
        + ", ".join(f"{code} {one:+.2f}" for code, one in points.items()),
    )


def extra_share(setting: Setting) -> float:
    """Extra cost of the cut that the options hold, of the least cost, with every role and system [share]."""
    options = replace(setting.options, levers=replace(setting.options.levers, dropping=True))
    wait, cut = (
        solve(setting.inputs(one), choose=False).outcome.objective
        for one in (replace(options, exits=None), options)
    )
    return cut / wait - 1


def industries() -> None:
    """Each industry after a first one, so that what a process keeps of the figures is there."""
    world = load_world()
    scenarios = {code: scenario_from_flags([code], people, exits="10%") for code, people in FIRMS.items()}
    solve_cut(scenarios["524100"], world, lambda text: None)
    apart = {}
    for code, scenario in scenarios.items():
        moments = {}

        def note(text: str, moments: dict[str, tuple[float, float]] = moments) -> None:
            moments[text] = (time.perf_counter(), time.process_time())

        note("start")
        found = solve_cut(scenario, world, note).compared
        note("end")
        for name, first, last in (("answer", "start", FIRST_BELIEF), ("beliefs", FIRST_BELIEF, "end")):
            wall, processor = (moments[last][place] - moments[first][place] for place in (0, 1))
            tell(stage=name, wall=wall, processor=processor)
        with stage("finer"):
            finer = extra_share(prepare(world, scenario).setting)
        apart[code] = 100 * (found.figures.extra_cost / found.wait.objective - finer)
    tell(points=apart)
    tell_memory()


if __name__ == "__main__":
    industries()
