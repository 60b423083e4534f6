#!/bin/sh
# Prints a Python that can make the project's environment, or says which package is missing.
# PYTHON=/path/to/python in the environment is asked first and alone.
set -u

suits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'
makes_environments='import ensurepip, venv'
lacking=

for name in ${PYTHON:-python3.13 python3.14 python3.12 python3.11 python3}; do
    found=$(command -v "$name" 2>/dev/null) || continue
    "$found" -c "$suits" >/dev/null 2>&1 || continue
    if "$found" -c "$makes_environments" >/dev/null 2>&1; then
        echo "$found"
        exit 0
    fi
    lacking="$lacking $(basename "$name")"
done

{
    if [ -n "$lacking" ]; then
        for name in $lacking; do
            echo "$name is here, but its venv module is not."
            echo "Install the system package ${name}-venv (Debian, Ubuntu: apt-get install ${name}-venv)."
            break
        done
    elif [ -n "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON is not a Python 3.11, 3.12, 3.13 or 3.14."
    else
        echo "Python 3.11, 3.12, 3.13 or 3.14 is needed and none was found on PATH."
        echo "Install the system packages python3 and python3-venv (Debian, Ubuntu:"
        echo "apt-get install python3 python3-venv), or name one: make PYTHON=/path/to/python3.12"
    fi
} >&2
exit 1
