"""What a result keeps of a firm besides its tables: counts of people, and a measurement of AI's reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reallocate.firm.request.saved import REACH_STEM, reach_place
from reallocate.roster.staff import Staff


@dataclass(frozen=True, eq=False)
class Kept:
    """What is kept of a firm's people.

    staff : exact counts; none where there was no roster
    reach : the file of the firm's own measurement of AI's reach, by name in the result's folder
    """

    staff: Staff | None = None
    reach: Mapping[str, bytes] = field(default_factory=dict)

    def with_reach(self, path: Path | None) -> Kept:
        """The same with a file of AI's reach.

        path : of the file; none where a source that ships is taken
        """
        if path is None:
            return replace(self, reach={}) if self.reach else self
        return replace(self, reach={reach_place(path.name): path.read_bytes()})

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Kept:
        """What a saved result keeps.

        files : (path in its folder)
        """
        reach = {name: held for name, held in files.items() if name.startswith(REACH_STEM)}
        return cls(Staff.read(files), reach)

    def files(self) -> dict[str, bytes]:
        """(path in its folder) what a result keeps."""
        return {**self.reach, **(self.staff.files() if self.staff is not None else {})}
