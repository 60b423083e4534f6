"""In a child: one job's card after the figures are loaded, or the cards of all occupations in a row."""

from __future__ import annotations

import sys

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world

CODE, TITLE = "43-4051", "project manager"


def one(asked: str) -> None:
    """The first card of a process: all that is kept for later ones is found on the way; then its page."""
    world = load_world()
    with stage("import"):
        from reallocate.study.job.run import job_study
    with stage("ground"):
        from reallocate.transition.crowns import crowns
        from reallocate.transition.ways import ways_context

        crowns(ways_context(world))
    with stage("card"):
        study = job_study(world, asked)
    with stage("again"):
        job_study(world, asked)
    with stage("page"):
        page = study.page()
    tell(page=len(page.encode("utf-8")))


def everyone() -> None:
    """A card for each occupation, the first one's preparations included."""
    from reallocate.study.job.run import job_study

    world = load_world()
    moves, count = 0, 0
    with stage("all cards"):
        for code in world.occupations.index:
            moves += len(job_study(world, str(code)).table("moves"))
            count += 1
    tell(moves=moves, cards=count)
    tell_memory()


if __name__ == "__main__":
    {"code": lambda: one(CODE), "title": lambda: one(TITLE), "everyone": everyone}[sys.argv[1]]()
