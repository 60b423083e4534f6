#!/bin/sh
# Builds the wheel, installs it alone in an environment of its own, and runs the main job there: offline,
# from another folder, with nothing of the clone in reach. Usage: scripts/wheel.sh STUDY
set -eu

here=$(pwd)
apart=$(mktemp -d)
trap 'rm -rf "$apart"' EXIT INT TERM

rm -rf dist
.venv/bin/python -m hatchling build --target wheel --directory dist
echo "Making an environment with the packages of requirements.lock and the wheel (a minute or so)" >&2
"$(sh scripts/python.sh)" -m venv "$apart/env"
"$apart/env/bin/python" -m pip --quiet --no-input --disable-pip-version-check install \
    --require-hashes --only-binary :all: -r requirements.lock
"$apart/env/bin/python" -m pip --quiet --no-input --disable-pip-version-check install \
    --no-deps --no-index "$here"/dist/*.whl

if command -v unshare >/dev/null && unshare --user --map-root-user --net true 2>/dev/null; then
    offline="unshare --user --map-root-user --net"
else
    offline=""
    echo "unshare is not at hand: that the job needs no network is not shown here" >&2
fi
cd "$apart"
# shellcheck disable=SC2086
env -i PATH=/usr/bin:/bin HOME=/nonexistent $offline env/bin/reallocate plan "$1" --out result
env/bin/python - <<'EOF'
from pathlib import Path

import reallocate

package = Path(reallocate.__file__)
assert "site-packages" in package.parts, f"not the installed package: {package}"
made = sorted(str(file) for file in Path("result").glob("*.*"))
assert made, "no result"
print("The wheel ran the main job alone and offline; it wrote", ", ".join(made))
EOF
