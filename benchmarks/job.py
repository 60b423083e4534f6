"""In a child: the cards of all occupations in a row."""

from __future__ import annotations

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.jobs.page import job_study


def everyone() -> None:
    """A card for each occupation, the first one's preparations included."""
    world = load_world()
    moves, count = 0, 0
    with stage("all cards"):
        for code in world.occupations.index:
            moves += len(job_study(world, str(code)).table("moves"))
            count += 1
    tell(moves=moves, cards=count)
    tell_memory()


if __name__ == "__main__":
    everyone()
