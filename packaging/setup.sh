#!/bin/sh
# Makes the virtual environment that the Makefile uses: with uv where there is one, else with venv and pip.
# Every package is pinned with its hashes in requirements-dev.txt.
set -eu
venv=$1
python=${PYTHON:-python3}
here=$(dirname "$0")

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "sipdesk needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Try: make PYTHON=python3.12 ..." >&2
  exit 1
}
if command -v uv >/dev/null 2>&1; then
  UV_PYTHON_DOWNLOADS=never uv venv --quiet --clear --python "$python" "$venv"
  uv pip install --quiet --python "$venv/bin/python" --require-hashes -r "$here/requirements-dev.txt"
  uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation -e "$here/.."
else
  "$python" -m venv --clear "$venv" || {
    echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
  }
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements-dev.txt"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e "$here/.."
fi
