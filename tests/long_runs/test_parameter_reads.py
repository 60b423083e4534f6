"""Every command is run with its reads of parameters noted: they are those of the table that ships."""

from __future__ import annotations

import pytest
from scripts.parameter_reads import recorded

from reallocate.kernel.parameter_reads import readers
from reallocate.kernel.parameters import Parameters


@pytest.mark.long
def test_the_commands_read_what_the_table_says() -> None:
    for command, read in recorded().items():
        told = {name for name in Parameters.default().names if command in readers(name)}
        assert read == told, f"{command}: run `python -m scripts.parameter_reads`"
