"""`python -m reallocate` is the command `reallocate`."""

from __future__ import annotations

from reallocate.cli.main import run

if __name__ == "__main__":
    run()
