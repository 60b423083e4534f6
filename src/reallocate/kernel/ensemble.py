"""The folder of an ensemble: shards written whole, what decides them, and those still missing."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.kernel.disk import is_draft, make_folder, replace_file
from reallocate.kernel.errors import InputError, Problem, WorkerError
from reallocate.kernel.executor import Say, Workers
from reallocate.kernel.look import look_at_folder
from reallocate.kernel.manifest import LIST, files_in, listed_in

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

_MANIFEST, _SHARDS = "ensemble.json", "shards"
CONTENT = "an ensemble"
"""What such a folder holds, in words, once it is a result."""
_SHOWN = 12
"""Characters of a hash in the name of a shard."""
_SHARD = re.compile(rf"{_SHARDS}/\d{{5}}-[0-9a-f]{{{_SHOWN}}}\.parquet")


class Folder:
    """Where the shards of an ensemble lie; used by one process at a time.

    decides : everything that decides what its shards hold, as JSON
    what : the folder holds, in words
    more : facts that the manifest holds beside these
    """

    def __init__(self, path: Path, decides: Mapping[str, Any], what: str = CONTENT, **more: object) -> None:
        self.path, self.decides, self.what, self._more = path, decides, what, more
        self._listed: dict[str, str] = {}

    def name(self, number: int, **decides: object) -> str:
        """The name of a shard: its number, and a hash of everything that decides it.

        number : in the order of the draws
        decides : it, beside what decides the whole ensemble
        """
        text = json.dumps({**self.decides, **decides}, sort_keys=True)
        return f"{number:05d}-{_hash(text.encode())[:_SHOWN]}.parquet"

    def shard(self, name: str) -> Path:
        """The file of a shard."""
        return self.path / _SHARDS / name

    def missing(self, names: Iterable[str]) -> list[str]:
        """Shards that are not whole, or not as they were written; the others are listed.

        names : of the shards looked for
        A shard that the manifest does not list yet was renamed into place just before a run was stopped, so
        that it is whole; one that differs from its hash is made again.
        """
        listed, missing = dict(self._listed), list[str]()
        for name in names:
            file = self.shard(name)
            digest = _hash(file.read_bytes()) if file.is_file() else None
            if digest is None or listed.get(name, digest) != digest:
                missing.append(name)
                self._listed.pop(name, None)
            else:
                self._listed[name] = digest
        return missing

    def keep(self, name: str, content: bytes) -> None:
        """Write a shard whole, then list it in the manifest."""
        replace_file(self.shard(name), content)
        self._listed[name] = _hash(content)
        self.write_manifest()

    def write_manifest(self) -> None:
        """Write what decides the ensemble and which shards are whole."""
        record = {"what": self.what, "decides": self.decides, "shards": self._listed, **self._more}
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
        replace_file(self.path / _MANIFEST, text.encode())

    def remove(self) -> None:
        """Remove what was kept, and the folder unless something else lies in it."""
        for file in [*map(self.shard, self._listed), self.path / _MANIFEST]:
            file.unlink()
        with suppress(OSError):
            (self.path / _SHARDS).rmdir()
            self.path.rmdir()

    def must_be_ours(self) -> None:
        """Refuse a folder that holds anything else, before any work; raises `InputError`."""
        if not self.path.is_dir():
            return
        is_other = self._manifest().get("what") != self.what
        if is_other and any(not is_draft(file) for file in self.path.iterdir()):
            raise self._something_else()
        if added := self._added():
            what = f"the folder holds {self.what} and files that do not belong to it: {', '.join(added)}"
            remedy = "Move them elsewhere, or name another folder with --out. Nothing was changed."
            raise InputError(Problem(what, str(self.path), remedy))

    def open(self) -> None:
        """Begin in a folder that is held and empty, or take up the ensemble that is there.

        Raises `InputError` where it holds something else, or an ensemble that other things decide.
        """
        self.must_be_ours()
        manifest = self._manifest()
        before = manifest.get("decides", self.decides)
        if before != self.decides:
            names = sorted(_differing(before, self.decides))
            raise InputError(
                Problem(
                    f"there is another ensemble, which differs in {', '.join(names)}",
                    str(self.path),
                    "Request the same ensemble to continue, name another folder with --out, or delete this.",
                    "Runs of two ensembles in one folder could not be told apart.",
                )
            )
        self._listed = dict(manifest.get("shards", {}))
        if not manifest:
            self.write_manifest()
        make_folder(self.path / _SHARDS)
        for place in (self.path, self.path / _SHARDS):
            for left in filter(is_draft, place.iterdir()):
                left.unlink()

    def _added(self) -> list[str]:
        """Files that are neither shards nor listed as those of the result."""
        listed = listed_in(self.path)[1] if (self.path / LIST).is_file() else {}
        known = {_MANIFEST, _SHARDS, *listed}
        return [
            name
            for name in files_in(self.path)
            if name not in known and not _SHARD.fullmatch(name) and not is_draft(Path(name))
        ]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder, so that no other process makes the same runs; free again however this one ends.

        Raises `InputError` where another process holds it, or where there is a file of that name.
        """
        look_at_folder(self.path, replaced=False)
        if self.path.exists() and not self.path.is_dir():
            raise self._something_else()
        make_folder(self.path)
        locks: Any = fcntl
        if locks is None:
            yield
            return
        handle = os.open(self.path, os.O_RDONLY)
        try:
            try:
                locks.flock(handle, locks.LOCK_EX | locks.LOCK_NB)
            except BlockingIOError:
                what = "another process is at work on this ensemble"
                raise InputError(Problem(what, str(self.path), "Wait until it ends.")) from None
            yield
        finally:
            os.close(handle)

    def _something_else(self) -> InputError:
        remedy = "Name another folder with --out. Nothing was changed."
        what = f"the folder holds something other than {self.what}"
        return InputError(Problem(what, str(self.path), remedy))

    def _manifest(self) -> dict[str, Any]:
        file = self.path / _MANIFEST
        if not file.is_file():
            return {}
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class ShardFiles(Mapping[str, bytes]):
    """Shards and manifest by their path within the folder, each read when it is wanted: they may be large."""

    def __init__(self, folder: Folder, shards: Iterable[str]) -> None:
        self._folder = folder.path
        self._names = (_MANIFEST, *(f"{_SHARDS}/{name}" for name in shards))

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return (self._folder / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """Names under which two records differ, down to the innermost."""
    for name in {*one, *other}:
        here, there = one.get(name), other.get(name)
        if isinstance(here, dict) and isinstance(there, dict):
            yield from (f"{name}.{inner}" for inner in _differing(here, there))
        elif here != there:
            yield name


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_missing(
    folder: Folder,
    workers: Workers,
    task: Callable[..., bytes],
    arguments: Mapping[str, tuple[Any, ...]],
    say: Say,
    what: str = "Shards",
) -> None:
    """Make every shard that the folder lacks.

    folder : that is held and open; only this process writes to it
    workers : where the shards are made, in any order
    task : gives the content of a shard
    arguments : of the task, by name of the shard
    say : called with how many there are
    what : the shards hold, for what is told
    Raises `WorkerError` with how many shards are kept, where workers are lost again and again.
    """
    missing = folder.missing(arguments)
    have, count = len(arguments) - len(missing), len(arguments)
    try:
        for place, content in workers.finished(task, [arguments[name] for name in missing]):
            say(f"{what}: {have} of {count} shards")
            folder.keep(missing[place], content)
            have += 1
    except WorkerError as error:
        kept = f"{have} of {count} shards are kept. The same command continues."
        raise WorkerError((*error.problems, Problem(kept, str(folder.path)))) from None
    say(f"{what}: {count} of {count} shards")


def shard_bytes(rows: pa.Table, together: int | None = None) -> bytes:
    """The rows of a shard as the bytes of its file.

    together : rows that are read in one go
    """
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, row_group_size=together, compression="zstd", use_dictionary=False)
    content: bytes = sink.getvalue().to_pybytes()
    return content
