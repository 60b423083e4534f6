"""`python -m reallocate` is the command `reallocate`."""

from reallocate.cli.main import run

if __name__ == "__main__":
    run()
