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
        from reallocate.report.job.page import job_page
        from reallocate.study.job.study import job_study
    with stage("ground"):
        from reallocate.study.job.ways import reach_bands
        from reallocate.transition.ground import ground

        ground(world)
        reach_bands(world)
    with stage("card"):
        study = job_study(world, asked)
    with stage("again"):
        job_study(world, asked)
    with stage("page"):
        page = job_page(study)
    tell(draws=study.meta["draws"], page=len(page.encode("utf-8")))


def everyone(draws: str) -> None:
    """A card for each occupation, the first one's preparations included."""
    from reallocate.study.job.study import job_study

    world = load_world()
    worth, count = 0.0, 0
    with stage("all cards"):
        for code in world.occupations.index:
            worth += job_study(world, str(code), draws=int(draws)).meta["worker"]["best_value"]
            count += 1
    tell(worth=worth, cards=count)
    tell_memory()


if __name__ == "__main__":
    {"code": lambda: one(CODE), "title": lambda: one(TITLE), "everyone": lambda: everyone(sys.argv[2])}[
        sys.argv[1]
    ]()
