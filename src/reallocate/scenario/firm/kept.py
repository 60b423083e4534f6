"""What a plan of a roster keeps besides its roles, and what a copy to hand on says of what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from reallocate.disk.manifest import json_bytes
from reallocate.roster.staff import Staff

COPY_FILE = "copy.json"
"""In the folder of a copy to hand on: what it leaves out, and the mark of the key."""


@dataclass(frozen=True, eq=False)
class Kept:
    """What is kept of a firm's people.

    staff : exact counts; none where there was no roster, and in a copy to hand on
    left_out : sentences on what a copy leaves out
    mark : of the key that moved the figures of a copy; "" elsewhere
    """

    staff: Staff | None = None
    left_out: tuple[str, ...] = ()
    mark: str = ""

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Kept:
        """What a saved result keeps.

        files : (path in its folder)
        """
        said = json.loads(files[COPY_FILE]) if COPY_FILE in files else {}
        return cls(Staff.read(files), tuple(said.get("left_out", ())), str(said.get("mark", "")))

    def files(self) -> dict[str, bytes]:
        """(path in its folder) what a result keeps."""
        said = {COPY_FILE: json_bytes({"left_out": self.left_out, "mark": self.mark})} if self.mark else {}
        return {**said, **(self.staff.files() if self.staff is not None else {})}
