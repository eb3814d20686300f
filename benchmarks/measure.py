"""Measures one part on the base that the environment names: run by `benchmarks.turns`."""

import json
import sys

import django

from benchmarks import registry


def main() -> None:
    django.setup()
    found = registry.module(sys.argv[1]).measure()
    print(json.dumps({name: one.as_json() for name, one in found.items()}), flush=True)


if __name__ == "__main__":
    main()
