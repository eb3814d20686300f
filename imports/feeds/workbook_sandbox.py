"""Opens workbooks, first in a process of its own.

A damaged workbook can make the reader ask for terabytes, and die together with whoever called it:
were that the night's run, the same file would kill every run after it.
"""

import resource
import subprocess
import sys
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

_MEMORY = 4 << 30
_SECONDS = 300


def open_workbook(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:  # the name says .xls and the content .xlsx, or the reverse
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)


def survives(path: Path) -> bool:
    """Tell whether a process can load all of this workbook and live."""
    command = [sys.executable, "-I", __file__, str(path.resolve())]
    try:
        done = subprocess.run(  # noqa: S603 - this very file, and a path that is one argument
            command, check=False, capture_output=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main(path: Path) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = _MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        workbook = open_workbook(path)
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name)
    except CalamineError:
        return  # an orderly refusal, which the caller meets again


if __name__ == "__main__":
    main(Path(sys.argv[1]))
