"""Measure what performance promises, each figure beside the same work done otherwise: `make bench`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.agents_rows import agents
from benchmarks.claims import claims
from benchmarks.ensemble import ensemble
from benchmarks.flow_rows import flow
from benchmarks.moves import moves
from benchmarks.plan_rows import again, large_plan, outlooks, plan
from benchmarks.reversals import reversals
from benchmarks.table import Row, as_text, machine
from benchmarks.timing import child, children, commands_seconds, median, median_processor
from benchmarks.waits import waits
from benchmarks.web_rows import web
from reallocate.firm.cut.model import BELIEFS

COMMAND_RUNS, WORLD_RUNS = 7, 7
ROSTER_RUNS, TITLE_RUNS, COUNTS_RUNS, STRIP_RUNS = 3, 3, 3, 3
LEAST_TITLES_A_SECOND = 400


def help_page() -> Iterator[Row]:
    """From pressing return to the end of the help page."""
    program = str(Path(sys.executable).with_name("reallocate"))
    ours, nothing = commands_seconds([[program, "--help"], [sys.executable, "-c", "pass"]], COMMAND_RUNS)
    yield Row(
        "cold start to the help page",
        ours,
        least=0.5,
        aim=0.2,
        beside="python -c pass",
        beside_seconds=nothing,
    )


def world() -> Iterator[Row]:
    """The shipped figures into memory, checked."""
    ours, plain = children("world", ["packaged", "plain"], [], WORLD_RUNS)
    difference = abs(ours[0].facts["checksum"] / plain[0].facts["checksum"] - 1)
    remarks = {
        "first": f"after imports of {median(ours, 'import'):.2f} s against {median(plain, 'import'):.2f}; "
        "nearly all of it is xarray importing dask when it makes its first array; "
        f"the sums over all cells differ by {difference:.1g}",
        "second": "the figures read, checked and arranged once more, libraries in memory",
    }
    for call, remark in remarks.items():
        yield Row(
            f"shipped figures loaded, {call} call",
            median(ours, call),
            median_processor(ours, call),
            least=0.5,
            aim=0.2,
            beside="pandas.read_parquet and pivot, no checks",
            beside_seconds=median(plain, call),
            beside_processor=median_processor(plain, call),
            remark=remark,
        )


def cards() -> Iterator[Row]:
    """The cards of all occupations in one process."""
    run = child("job")
    yield Row(
        f"cards of all {run.facts['cards']} occupations",
        run.wall("all cards"),
        run.processor("all cards"),
        least=60.0,
        of_processor=True,
        remark=f"one run, {run.facts['memory']:.1f} GiB",
    )


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


def roster() -> Iterator[Row]:
    """A roster of 100,000 people read, checked and matched, beside plain loops."""
    ours, plain, export = children("roster_import", ["packaged", "plain", "export"], [], ROSTER_RUNS)
    same = all(ours[0].facts[name] == plain[0].facts[name] for name in ("faults", "sure", "titles"))
    yield Row(
        "roster of 100,000 people: import and title matching",
        median(ours, "import"),
        median_processor(ours, "import"),
        beside="`pandas.read_csv`, then row by row and title by title",
        beside_seconds=median(plain, "import"),
        beside_processor=median_processor(plain, "import"),
        remark=f"{ours[0].facts['titles']} titles, {ours[0].facts['faults']} faults, "
        f"{ours[0].facts['sure']:,} rows with an occupation, {'the same' if same else 'others'} in plain "
        f"loops; memory {ours[0].facts['memory']:.1f} GiB against {plain[0].facts['memory']:.1f}",
    )
    yield Row(
        "export of 100,000 people with 22 columns as Workday writes it",
        median(export, "import"),
        median_processor(export, "import"),
        least=8.0,
        remark=f"{export[0].facts['titles']} titles, {export[0].facts['accepted']} accepted; names, "
        f"currencies, hourly pay; memory {export[0].facts['memory']:.1f} GiB; target of processor time",
        of_processor=True,
    )


def titles() -> Iterator[Row]:
    """Job titles read as occupations: a listed one at once, the index, and titles that no list has."""
    (runs,) = children("titles", ["read"], [], TITLE_RUNS)
    facts, words = runs[0].facts, {"listed": "a listed title", "index": "another title, the index included"}
    for step, what in words.items():
        yield Row(f"the first title of a process: {what}", median(runs, step), median_processor(runs, step))
    yield Row(
        f"{facts['titles']:,} distinct titles that no list has",
        median(runs, "match"),
        median_processor(runs, "match"),
        least=facts["titles"] / LEAST_TITLES_A_SECOND,
        remark=f"{facts['titles'] / median_processor(runs, 'match'):,.0f} titles a second of processor; an "
        f"occupation is used for {facts['used']:,}; memory {facts['memory']:.2f} GiB, at most 0.68 wanted",
    )


def strips() -> Iterator[Row]:
    """An exact run of the market, and all positions of one input beside the same positions run one by one."""
    for key, words in (("ai.ceiling", "an input of AI"), ("economy_saving_kept", "an input of demand")):
        together = [child("strip", key, "together") for _ in range(STRIP_RUNS)]
        alone = child("strip", key, "alone")
        if key == "ai.ceiling":
            yield Row(
                "extended market, ten years: one exact run after a move",
                median(together, "exact run"),
                median_processor(together, "exact run"),
                least=0.5,
                aim=0.2,
                of_processor=True,
            )
        difference = abs(together[0].facts["jobs"] - alone.facts["jobs"])
        yield Row(
            f"extended market: strip of 16 positions, {words}",
            median(together, "strip"),
            median_processor(together, "strip"),
            least=1.5,
            aim=0.5,
            of_processor=True,
            beside="16 single runs, one by one",
            beside_seconds=alone.wall("alone"),
            beside_processor=alone.processor("alone"),
            remark=f"the sums over all figures differ by {difference:.1g}",
        )


def counts() -> Iterator[Row]:
    """Whole people in cells: a nation of areas, the shipped areas, and a few areas beside numpy."""
    for mode, words in (("packaged", "870 occupations × 400 areas"), ("shipped", "the shipped areas")):
        run = child("counts", mode)
        yield Row(
            f"counts, {words}, 120 months",
            run.wall("run"),
            run.processor("run"),
            least=60.0,
            aim=20.0,
            remark=f"one run, {run.facts['people']:,} people in and outside the labour force, "
            f"{run.facts['cells']:,} cells with jobs, {run.facts['memory']:.2f} GiB; {run.facts['rate']:.1%} "
            "unemployed at the end",
        )
    ours, plain = children("counts", ["few", "plain"], [], COUNTS_RUNS)
    alone = child("counts", "draws").facts["draws"]
    draws = ", ".join(f"{draw} {one:.0f} and {other:.0f}" for draw, (one, other) in alone.items())
    yield Row(
        "counts, 870 occupations × 8 areas, 24 months",
        median(ours, "run"),
        median_processor(ours, "run"),
        beside="`numpy.random.Generator`, a few calls for each occupation",
        beside_seconds=median(plain, "run"),
        beside_processor=median_processor(plain, "run"),
        remark=f"{ours[0].facts['hires']:,} hires against {plain[0].facts['hires']:,}; nanoseconds of "
        f"processor a draw, ours and numpy's: {draws}",
    )


PIECES = {
    "waits": waits, "help": help_page, "figures": world, "plan": plan, "claims": claims,
    "reversals": reversals, "large": large_plan, "again": again, "outlooks": outlooks, "cut": cut,
    "cards": cards,
    "roster": roster, "titles": titles, "counts": counts, "strips": strips, "agents": agents,
    "flow": flow, "ensemble": ensemble, "moves": moves, "web": web,
}  # fmt: skip


def main() -> None:
    """Measure the pieces named on the command line, or all, and print the table."""
    unknown = [name for name in sys.argv[1:] if name not in PIECES]
    if unknown:
        raise SystemExit(f"no such piece: {', '.join(unknown)}; there are {', '.join(PIECES)}")
    print(machine())
    rows: list[Row] = []
    for name in sys.argv[1:] or PIECES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        rows += PIECES[name]()
    print(as_text(rows))


if __name__ == "__main__":
    main()
