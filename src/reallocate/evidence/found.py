"""What a replication of a published figure found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Found = dict[str, "Obtained"]


@dataclass(frozen=True)
class Obtained:
    """What a replication found.

    value : in the target's unit; nothing where it could not be computed
    says : how it came about, its sizes and denominators
    cause : why it misses, said only where it does
    missing : what would have to be at hand, where it is not
    other_figures : (name) that belong to it [the target's unit, or as named]
    interval : 10% and 90%, where chance leaves some [the target's unit]
    """

    value: float | None
    says: str = ""
    cause: str = ""
    missing: str = ""
    other_figures: Mapping[str, float] = field(default_factory=dict)
    interval: tuple[float, float] | None = None
