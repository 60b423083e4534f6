"""Every hostile file through the program, as a user would give it: `make fuzz` begins with it.

Each must end in words, with the exit code that is stated, in at most 30 processor seconds and 1.5 GB of memory,
all processes together. Prints what each took; `python -m tests.hostile.run roster` runs one reader alone, and more
words only the files whose names hold them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from threading import Event, Thread

from tests.hostile import files
from tests.hostile.files import Hostile

MOST_SECONDS, MOST_MEMORY = 30.0, 1536
"""[seconds] and [MB]"""
EVERY = 0.05
ROSTER = "id,title,department,salary\n" + "".join(f"{n},Payroll Clerk,Finance,52000\n" for n in range(60))
SCENARIO = f'{files.SCENARIO}quarters = 4\n'
ALSO = (
    "line.csv", "head.csv", "wide.csv", "quote.csv", "cell.csv", "latin.csv", "zero.csv", "long.csv", "pipe.csv",
    "endless.csv", "folder.csv", "far.xlsx", "wide.xlsx", "laughs.xlsx", "list.parquet", "runs.parquet",
    "text.parquet",
)  # fmt: skip
"""Files that every reader of a table is given, beside the reader of rosters."""


def commands(folder: Path) -> dict[str, tuple[list[str], list[Hostile]]]:
    """Each reader with its command, in which FILE stands for the file, and what it is given."""
    roster, scenario = folder / "good.csv", folder / "good.toml"
    roster.write_text(ROSTER, encoding="utf-8")
    scenario.write_text(SCENARIO, encoding="utf-8")
    people = list(chain(files.rosters(), files.workbooks(), files.parquets(), files.no_files()))
    plain = {one.name for one in files.no_files()}
    alike = [replace(one, said="") if one.name in plain else one for one in people if one.name in ALSO]
    job = ["job", "payroll clerk"]
    return {
        "roster": (["roster", "FILE"], people),
        "scenario": (["plan", "FILE", "--quick"], list(files.scenarios())),
        "market scenario": (["simulate", "market", "FILE"], [one for one in files.scenarios() if one.name in ("dotted.toml", "digits.toml", "pipe.toml")]),
        "claim": (["claims", "add", "FILE"], [one for one in files.scenarios() if one.name in ("dotted.toml", "digits.toml", "latin.toml", "pipe.toml")]),
        "result": (["open", "FILE"], list(files.results())),
        "forecast": (["forecast", "score", "FILE", "--actual", str(roster)], list(files.forecasts())),
        "review": (["roster", str(roster), "--review", "FILE"], alike),
        "rates": (["roster", str(roster), "--rates", "FILE"], alike),
        "tasks": ([*job, "--tasks", "FILE"], alike),
        "moves": ([*job, "--moves", "FILE"], alike),
        "market": (["simulate", "market", "FILE"], alike),
        "own plan": (["plan", str(scenario), "--quick", "--given", "FILE"], alike),
        "actuals": (["plan", str(scenario), "--quick", "--actuals", "FILE"], alike),
    }  # fmt: skip


def tried(command: Sequence[str], hostile: Hostile, file: Path) -> tuple[float, float, int, str]:
    """Seconds of processor and by the clock, memory of all its processes [MB], and what is wrong with the end."""
    words = (str(file) if word == "FILE" else word for word in command)
    program = [sys.executable, "-c", "from reallocate.cli.main import run; run()", *words]
    start, before = time.monotonic(), getrusage(RUSAGE_CHILDREN)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        memory, ended = [0], Event()
        watch = Thread(target=_watch, args=(process.pid, memory, ended))
        watch.start()
        try:
            code = process.wait(4 * MOST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        wall, now = time.monotonic() - start, getrusage(RUSAGE_CHILDREN)
        seconds = now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
        ended.set()
        watch.join()
        said.seek(0)
        told = " ".join(said.read().split())
    wrong = []
    if hostile.code == -1 and code not in (0, 1, 2) or hostile.code >= 0 and code != hostile.code:
        wrong.append(f"exit code {code}")
    if "Traceback" in told or (code and not told):
        wrong.append("no words")
    if hostile.said and hostile.said not in told:
        wrong.append(f"not said: {hostile.said}")
    if min(seconds, wall) > MOST_SECONDS:
        wrong.append("too long")
    if memory[0] > MOST_MEMORY:
        wrong.append("too much memory")
    tail = f": {told[-300:]}" if wrong else ""
    return seconds, wall, memory[0], f"{', '.join(wrong)}{tail}"


def _watch(number: int, memory: list[int], ended: Event) -> None:
    while not ended.wait(EVERY):
        memory[0] = max(memory[0], sum(map(_memory, _family(number))) // 1024)


def _family(number: int) -> Iterator[int]:
    yield number
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _memory(number: int) -> int:
    """What a process holds, each page that several share in equal parts [kB]."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main(wanted: Sequence[str]) -> int:
    """Run them all, or those of one reader; how many ended as they must not."""
    bad = count = 0
    most: Mapping[str, float] = {"seconds": 0.0, "memory": 0}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for reader, (command, hostile) in commands(folder).items():
            if wanted and wanted[0] != reader:
                continue
            for one in hostile:
                if wanted[1:] and not any(word in one.name for word in wanted[1:]):
                    continue
                file = folder / one.name
                one.make(file)
                seconds, wall, memory, wrong = tried(command, one, file)
                count, bad = count + 1, bad + bool(wrong)
                most = {"seconds": max(most["seconds"], seconds), "memory": max(most["memory"], memory)}
                size = 0 if file.is_symlink() or not file.is_file() else file.stat().st_size
                print(f"{reader:16}{one.name:22}{size:>12,} B {seconds:6.1f} s, by the clock {wall:6.1f} {memory:6,} MB  {wrong or 'well'}", flush=True)
                subprocess.run(["rm", "-rf", str(file)], check=True)
    print(f"{count} files; at most {most['seconds']:.1f} seconds and {most['memory']:,.0f} MB; {bad} not as they must be")
    return bad


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
