#!/usr/bin/env bash
# Resolves requirements/*.in into locks with hashes, for every Python and system that we support.
# uv writes no address of a host with --no-emit-index-url, and plain pip installs the result.
set -euo pipefail
cd "$(dirname "$0")/.."
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
.venv/bin/python -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv
for name in run dev; do
  "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock" "$@" \
    "requirements/$name.in" -o "requirements/$name.txt"
done
