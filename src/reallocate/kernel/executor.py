"""Where work runs: in this process, in worker processes that end with it, or in workers of a Dask cluster.

Nothing else in the package uses Dask."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from ipaddress import ip_address
from itertools import islice
from multiprocessing import active_children
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from reallocate.kernel.errors import InputError, Problem, ReallocateError, WorkerError
from reallocate.kernel.processes import begin_loading, worker_pool

Say = Callable[[str], None]
"""Is told what is being done."""


class Inline:
    """Runs tasks at once, in this process."""

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """The finished future of a task.

        task : a function
        arguments : to call it with
        """
        future: Future[Any] = Future()
        try:
            future.set_result(task(*arguments))
        except ReallocateError as error:
            future.set_exception(error)
        return future


def end(pool: ProcessPoolExecutor | Inline) -> None:
    """End the workers of a pool at once, whatever they are doing."""
    if isinstance(pool, ProcessPoolExecutor):
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


Pool = Inline | ProcessPoolExecutor
"""An open executor."""
SERIAL, PROCESSES, _DASK = "serial", "processes", "dask"
Where = str | int
"""Where work runs: `serial`, in this process; `processes:4`, in so many worker processes, or their number;
`dask:ADDRESS`, in the workers of the Dask scheduler at that address."""
_INSTALL = 'pip install "reallocate[cluster]"'
_SECONDS_TO_ANSWER = 5
"""For a scheduler, before nobody is taken to be there."""
_TIMES = 3
"""A task may lose its worker, before it is given up."""
_AHEAD = 2
"""Tasks for each worker that are handed out: so that none waits, and few are lost."""
_LARGEST_TASK = "256MiB"
"""Of what a task is sent, below which Dask gives no warning."""


def processes(where: Where) -> int:
    """How many processes work; 1 is this one.

    Raises `InputError` where there is no such executor.
    """
    if isinstance(where, int):
        return max(where, 1)
    kind, _, count = where.partition(":")
    if where == SERIAL:
        return 1
    if kind == PROCESSES and count.isdecimal() and int(count) > 0:
        return int(count)
    remedy = (
        f"Write {SERIAL}, {PROCESSES}:4 for four worker processes, or {_DASK}:127.0.0.1:8786 for the Dask "
        "scheduler at that address."
    )
    raise InputError(Problem(f"there is no executor {where!r}", "--executor", remedy))


def must_be_ready(where: Where) -> None:
    """Refuse an executor that cannot be used, before any work: unknown, not installed, or nobody there."""
    if _is_dask(where):
        with _cluster(str(where)):
            return
    processes(where)


@contextmanager
def of(where: Where | Pool, ready: str = "") -> Iterator[Pool]:
    """An executor to submit tasks to, by its name; results do not depend on which it is.

    where : `serial` or processes; a cluster is used through `Workers`. One that is open already stays open
    ready : a module that the processes share, loaded from now on
    On an error or an interruption the workers are ended at once, instead of finishing what they began.
    Raises `InputError` for an unknown name, `WorkerError` where a worker process ended before its task did.
    """
    if isinstance(where, Inline | ProcessPoolExecutor):
        yield where
        return
    count = processes(where)
    if count == 1:
        yield Inline()
        return
    before = set(active_children())
    begin_loading(ready)
    pool = worker_pool(count, ready)
    try:
        yield pool
    except BaseException as error:
        for worker in set(active_children()) - before:
            worker.kill()
        pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise WorkerError(_LOST) from None
        raise
    pool.shutdown()


_LOST = Problem(
    "a worker process ended before its work was done",
    why="It was killed, often because memory ran out.",
    remedy="Close other programs, or use fewer processes: --workers 1 or --executor serial.",
)


class Workers:
    """Workers, wherever they are, that make many tasks; a task whose worker is lost is made again."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._stack = ExitStack()
        self._open: tuple[Inline | Executor, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        self._open = None
        return self._stack.__exit__(kind, error, trace)

    def finished(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Any]]:
        """The place and the result of each task, as it ends.

        task : a function of an importable module, that gives the same wherever it runs
        arguments : of each task
        Raises `WorkerError` where workers are lost again and again.
        """
        left, lost = dict(enumerate(arguments)), 0
        while left:
            try:
                for place, result in self._once(task, left, lost > 0):
                    del left[place]
                    lost = 0
                    yield place, result
            except WorkerError:
                lost += 1
                if lost == _TIMES:
                    raise

    def _once(
        self, task: Callable[..., Any], tasks: Mapping[int, tuple[Any, ...]], again: bool
    ) -> Iterator[tuple[int, Any]]:
        """Each task that ends before the workers are lost; then they are let go."""
        try:
            executor, count = self._open = self._open or self._workers(again)
            waiting, at_work = iter(list(tasks.items())), dict[Future[Any], int]()
            while True:
                for place, given in islice(waiting, _AHEAD * count - len(at_work)):
                    at_work[executor.submit(task, *given)] = place
                if not at_work:
                    return
                for future in wait_for(at_work, return_when=FIRST_COMPLETED).done:
                    yield at_work.pop(future), _result(future)
        except (BrokenProcessPool, CancelledError, WorkerError) as error:
            self.__exit__(type(error), error, error.__traceback__)
            raise

    def _workers(self, again: bool) -> tuple[Inline | Executor, int]:
        """Workers, newly started or connected."""
        try:
            return self._stack.enter_context(_opened(self._where))
        except InputError as error:
            raise (WorkerError(error.problems) if again else error) from None


def _result(future: Future[Any]) -> Any:
    """What a task gave; `WorkerError` where Dask lost it between its end and its arrival.

    Dask's executor asks for the state after the result. Where the worker was lost in between, it takes the
    result for an error and fails in its own `_cascade_future` (distributed 2026.8).
    """
    try:
        return future.result()
    except (TypeError, ValueError) as error:
        *_, (frame, _line) = walk_tb(error.__traceback__)
        if frame.f_code.co_name != "_cascade_future":
            raise
        raise WorkerError(_LOST) from error


@contextmanager
def _opened(where: Where) -> Iterator[tuple[Inline | Executor, int]]:
    """An executor, and how many tasks it runs at once."""
    if _is_dask(where):
        with _cluster(str(where)) as opened:
            yield opened
        return
    with of(where) as pool:
        yield pool, processes(where)


def _is_dask(where: Where) -> bool:
    return str(where).partition(":")[0] == _DASK


@contextmanager
def _cluster(where: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a Dask scheduler, and how many tasks its workers run at once."""
    address = _address(where)
    if find_spec("distributed") is None:
        what = "an executor of Dask needs distributed, not installed here"
        raise InputError(Problem(what, "--executor", f"Install it: {_INSTALL}"))
    if sys.modules.get(_DASK, sys) is None:
        del sys.modules[_DASK]  # It was left out (`leave_out_dask`).
    import dask
    import distributed

    certificates = distributed.Security()
    if address.startswith("tls://") and not (certificates.tls_client_cert and certificates.tls_client_key):
        what = "there is no certificate to connect with"
        remedy = f"Name the files in Dask's configuration: {', '.join(_CERTIFICATES)}."
        raise InputError(Problem(what, address, remedy))
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGEST_TASK})
    try:
        client = distributed.Client(
            address, timeout=_SECONDS_TO_ANSWER, set_as_default=False, security=certificates
        )
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        what = f"no Dask scheduler answers within {_SECONDS_TO_ANSWER} seconds ({type(error).__name__})"
        remedy = "Start one, dask scheduler --host 127.0.0.1, and its workers; or use --executor processes:2."
        raise InputError(Problem(what, address, remedy)) from None
    try:
        yield client.get_executor(pure=False, retries=_TIMES - 1), _ready_workers(client, address)
    except (CancelledError, distributed.KilledWorker, distributed.comm.CommClosedError) as error:
        raise WorkerError(
            Problem(
                f"the Dask cluster lost its scheduler, or a task lost its worker {_TIMES} times",
                address,
                "Start the cluster again, with more memory for each worker, and repeat the command.",
                f"Dask says {type(error).__name__}.",
            )
        ) from None
    finally:
        client.close(timeout=_SECONDS_TO_ANSWER)


_CERTIFICATES = tuple(f"distributed.comm.tls.{name}" for name in ("ca-file", "client.cert", "client.key"))
"""Keys of Dask's configuration."""


def _address(where: str) -> str:
    """The address of a Dask scheduler with its protocol; refused where others could send it programs."""
    address = where.partition(":")[2]
    address = address if "://" in address else f"tcp://{address}"
    try:
        parts = urlsplit(address)
        protocol, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        protocol, host, port = "", "", None
    if protocol not in ("tcp", "tls") or not host or port is None:
        what = f"{where!r} names no Dask scheduler"
        remedy = f"Write {_DASK}:127.0.0.1:8786, or {_DASK}:tls://HOST:8786."
        raise InputError(Problem(what, "--executor", remedy))
    if protocol == "tcp" and not _is_loopback(host):
        what = f"{host} is another computer, and tcp is not encrypted"
        why = "A Dask scheduler runs every program that anyone who reaches it sends."
        remedy = f"Use certificates, {_DASK}:tls://{host}:{port}, or a scheduler on this computer."
        raise InputError(Problem(what, "--executor", remedy, why))
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ready_workers(client: Any, address: str) -> int:
    """How many tasks the workers of a cluster run at once.

    Refuses a cluster without workers, or with another version of what decides the digits.
    """
    threads = client.nthreads()
    if not threads:
        what, remedy = "the Dask scheduler has no workers", f"Start some: dask worker {address} --nthreads 1"
        raise InputError(Problem(what, address, remedy))
    try:
        there = client.run(_installed)
    except (ImportError, AttributeError):
        what = "the workers cannot load this version of reallocate"
        remedy = "Install the same version beside each worker and start it again."
        raise InputError(Problem(what, address, remedy)) from None
    here = _installed()
    problems = [
        Problem(
            f"it differs from this computer in {', '.join(sorted(n for n in here if its[n] != here[n]))}",
            f"worker {worker}",
            "Install the same versions beside each worker and start it again.",
            "Results would depend on where they are made.",
        )
        for worker, its in sorted(there.items())
        if its != here
    ]
    if problems:
        raise InputError(problems)
    return sum(threads.values())


def _installed() -> dict[str, str]:
    """What decides the digits of a result beside its input: versions, and the hash of the package's files."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*")):
        if file.suffix in (".py", ".toml", ".json"):
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    libraries = {name: version(name) for name in ("numpy", "scipy", "numba", "pyarrow")}
    return {"Python": python, "the files of reallocate": digest.hexdigest(), **libraries}
