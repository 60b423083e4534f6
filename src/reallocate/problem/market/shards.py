"""The folder of an ensemble: shards written whole, and a manifest of what decides them and what is done."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.disk.drafts import is_draft
from reallocate.disk.look import look_at_folder
from reallocate.disk.replace import make_folder, replace_file
from reallocate.errors import InputError, Problem

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

MANIFEST, SHARDS = "ensemble.json", "shards"
CONTENT = "an ensemble"
"""What such a folder holds, in words."""
SHOWN = 12
"""Characters of a hash in the name of a shard."""


@dataclass(frozen=True, eq=False)
class Folder:
    """Where an ensemble lies.

    decides : everything that decides what its shards hold
    chunks : how many shards there are when it is done
    """

    path: Path
    decides: Mapping[str, Any]
    chunks: int

    def shard(self, chunk: int) -> Path:
        """The file of one chunk, named by its number and by what decides it.

        chunk : from 0
        """
        text = json.dumps({**self.decides, "chunk": chunk}, sort_keys=True)
        return self.path / SHARDS / f"{chunk:05d}-{_hash(text.encode())[:SHOWN]}.parquet"

    def done(self) -> dict[str, str]:
        """Shards that are whole and as they were written, by name with their hash.

        A shard that the manifest does not list yet was renamed into place just before a run was stopped, so
        that it is whole; one that differs from its hash is not counted and is made again.
        """
        listed = self._manifest().get("shards", {})
        found = {}
        for chunk in range(self.chunks):
            file = self.shard(chunk)
            if file.is_file():
                digest = _hash(file.read_bytes())
                if listed.get(file.name, digest) == digest:
                    found[file.name] = digest
        return found

    def write_shard(self, chunk: int, table: pa.Table, done: dict[str, str]) -> None:
        """Write a chunk whole, then list it in the manifest.

        chunk : from 0
        table : what it holds
        done : shards by name with their hash; this one is added
        """
        file = self.shard(chunk)
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd", use_dictionary=False)
        content = sink.getvalue().to_pybytes()
        replace_file(file, content)
        done[file.name] = _hash(content)
        self.write_manifest(done)

    def write_manifest(self, done: Mapping[str, str]) -> None:
        """Write what decides the ensemble and what is done.

        done : shards by name with their hash
        """
        what, shards = CONTENT, dict(done)
        record = {"what": what, "decides": self.decides, "chunks": self.chunks, "shards": shards}
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
        replace_file(self.path / MANIFEST, text.encode())

    def open(self) -> None:
        """Begin in a folder that is held and empty, or take up the ensemble that is there.

        Raises `InputError` where it holds something else, or an ensemble that other things decide.
        """
        manifest = self._manifest()
        is_other = manifest.get("what") != CONTENT
        if is_other and any(not is_draft(file) for file in self.path.iterdir()):
            raise self._something_else()
        before = manifest.get("decides", self.decides)
        if before != self.decides:
            names = sorted(_differing(before, self.decides))
            raise InputError(
                Problem(
                    f"there is another ensemble, which differs in {', '.join(names)}",
                    str(self.path),
                    "Name another folder with --out, or request the same ensemble to continue it.",
                    "Runs of two ensembles in one folder could not be told apart.",
                )
            )
        if not manifest:
            self.write_manifest({})
        make_folder(self.path / SHARDS)
        for place in (self.path, self.path / SHARDS):
            for left in filter(is_draft, place.iterdir()):
                left.unlink()

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
        what = f"the folder holds something other than {CONTENT}"
        return InputError(Problem(what, str(self.path), remedy))

    def _manifest(self) -> dict[str, Any]:
        file = self.path / MANIFEST
        if not file.is_file():
            return {}
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class ShardFiles(Mapping[str, bytes]):
    """Shards and manifest by their path within the folder, each read when it is wanted: they may be large."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder.path
        shards = (folder.shard(chunk).relative_to(folder.path).as_posix() for chunk in range(folder.chunks))
        self._names = (MANIFEST, *shards)

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
