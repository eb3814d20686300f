"""The process that reads one file: from standard input to a line of JSON.

Started by its path with `python -I -B`, which leaves the project out of the ways to modules.
"""

import json
import sys
from pathlib import Path

LARGEST = 8 << 20


def main() -> None:
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from imports.fact_find.limits import limit_process  # noqa: PLC0415 - found from here on

    limit_process()
    sys.stdout.buffer.write(report(sys.stdin.buffer.read(LARGEST + 1)))


def report(content: bytes) -> bytes:
    """Return what is said of a file, whatever it is."""
    from imports.fact_find.examining import examine  # noqa: PLC0415 - within the limits

    return json.dumps(examine(content), ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    main()
