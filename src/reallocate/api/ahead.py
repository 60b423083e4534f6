"""Worker processes of a plan: what they load is loaded once, while its first answer is found."""

from __future__ import annotations

from reallocate.api.progress import executor_name
from reallocate.kernel.executor import processes
from reallocate.kernel.processes import begin_loading

READY = "reallocate.api.forked"
"""The module that every worker of a plan has imported when it starts."""


def load_workers(workers: int | None) -> None:
    """Begin to load what the workers need, before this process loads anything itself.

    workers : as of `plan`
    """
    if processes(executor_name(workers)) > 1:
        begin_loading(READY)
