"""The command as it was given, for the record of a result."""

from __future__ import annotations

import shlex
import sys

from reallocate.api.command_line import PROGRAM, without_executor, without_folders


def command() -> str:
    """The command as it was given, without folders whose names may be confidential, and its executor."""
    return shlex.join([PROGRAM, *without_folders(without_executor(sys.argv[1:]))])
