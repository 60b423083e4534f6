#!/bin/sh
# Brings .venv to a lock file. Usage: scripts/install.sh new|add LOCK   or   scripts/install.sh package
set -eu

# Python compiles what is imported when it is first imported, which is a small part of what is installed. A lock
# file names all that is needed, so that what depends on what is not looked for.
pip() {
    .venv/bin/python -m pip --quiet --no-input --disable-pip-version-check "$@"
}

case $1 in
new)
    python=$(sh scripts/python.sh)
    echo "Making .venv with $("$python" --version) and the packages of $2 (a minute or so)" >&2
    rm -rf .venv
    "$python" -m venv .venv
    pip install --no-compile --no-deps --require-hashes --only-binary :all: -r "$2"
    ;;
add)
    echo "Adding the packages of $2" >&2
    pip install --no-compile --no-deps --require-hashes --only-binary :all: -r "$2"
    ;;
package)
    pip install --no-deps --no-build-isolation --no-index --editable .
    ;;
esac
