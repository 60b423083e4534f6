"""The verb `new`: a commented scenario and a role table to start from."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.requests import NewCommand, NewRequest
from reallocate.cli.results import print_object
from reallocate.cli.verb import takes
from reallocate.kernel.errors import visible
from reallocate.kernel.options import given


@takes(NewCommand)
def new(asked: NewCommand) -> None:
    """Write a commented scenario, from an industry's real mix of roles and pay or from your roster.

    NAME/scenario.toml explains every key. From an industry, NAME/roles.csv holds every role with headcount
    and cost: correct the figures that you know better. A roster stays where it is. Then: reallocate plan NAME

    reallocate new insurer --industry "insurance carriers" --headcount 20000

    reallocate new ours --roster people.csv
    """
    from reallocate.api.new import new as write_new

    study = write_new(**given(asked, NewRequest))
    if asked.as_json:
        notes = [str(note) for note in study.notes]
        print_object({"status": "written", **vars(study), "folder": str(study.folder), "notes": notes})
        return
    people = f"{study.headcount:,.10g} people in {study.roles} role{'s' if study.roles != 1 else ''}"
    files = " and ".join(visible(str(study.folder / file)) for file in study.files)
    read = f", read from {visible(Path(study.roster).name)}" if study.roster else ""
    print(f"Wrote {files}: {people}{read}.")
    for note in study.notes:
        print(f"- {note}")
    print(f"Next: reallocate plan {visible(str(study.folder))}")
