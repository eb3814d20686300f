"""Takes each call of the rule of private folders away in turn: each time a test must turn red.

`make soak` runs it. First every test of SQLite is run once, to learn which of them come by each
call; then, for each call, those tests are run without it, the quick ones first, until the first
red one. A call that nobody misses is named, and is a failure. `python -m scripts.rule_soak 3 17`
looks at these calls alone, by their numbers in the report, with what was learnt before.
"""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.architecture import tree
from tests.architecture.mutation import Call, calls
from tests.architecture.security_lines import proofs

WORKERS = int(os.environ.get("WORKERS", "2"))
LEARNT = tree.ROOT / "var" / "rule-soak"
# What one call's tests may take before they count as hanging.
AT_MOST = 1_800
# Seconds: what takes longer comes last.
SLOW = 5
RED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+)", re.MULTILINE)
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "tests.architecture.mutation")


@dataclass(frozen=True)
class Outcome:
    """What the tests say of the product without one call; `by` is the one that turned red."""

    call: Call
    tests: int
    by: str

    @property
    def is_missed(self) -> bool:
        return bool(self.by)

    def __str__(self) -> str:
        said = f"missed by {self.by}" if self.by else f"NOT MISSED by any of {self.tests} tests"
        return f"{self.call.number:4} {self.call}: {said}"


def environment(call: str) -> dict[str, str]:
    product = {"DATABASE_URL": "sqlite://:memory:", "DEBUG": "0", "DEMO": "0"}
    return os.environ | product | {"RULE_CALL": call, "RULE_CALLS_IN": str(LEARNT)}


def learn(arguments: Sequence[str] = ("-m", "not browser and not pure")) -> int:
    """Run the tests once, and write down which come by each call."""
    LEARNT.mkdir(parents=True, exist_ok=True)
    for old in LEARNT.glob("*.json"):
        old.unlink()
    command = [*PYTEST, f"-n{WORKERS}", "--dist=worksteal", *arguments]
    return subprocess.run(command, env=environment("record"), check=False).returncode


def tests_of_calls(folder: Path) -> dict[int, list[str]]:
    """Return the tests that come by each call, first those that will likely miss it.

    Those that prove a line of docs/security.md, then the quick ones, then the slow ones.
    """
    proving = {test for tests in proofs().values() for test in tests}
    seconds: dict[int, dict[str, float]] = defaultdict(dict)
    for path in sorted(folder.glob("*.json")):
        for number, tests in json.loads(path.read_text("utf-8")).items():
            seconds[int(number)] |= tests

    def place(of_test: tuple[str, float]) -> tuple[bool, bool, float]:
        test, taken = of_test
        return taken > SLOW, test.split("::")[-1] not in proving, taken

    return {
        number: [test for test, _taken in sorted(tests.items(), key=place)]
        for number, tests in seconds.items()
    }


def without(call: Call, tests: Sequence[str]) -> Outcome:
    """Run these tests in the product without this call, until one is red."""
    if not tests:
        return Outcome(call, 0, "")
    listed = LEARNT / f"{call.number}.txt"
    listed.write_text("\n".join(tests), "utf-8")
    command = [*PYTEST, "-x", "-n0", "-p", "no:cacheprovider", "--show-capture=no", f"@{listed}"]
    try:
        run = subprocess.run(
            command,
            env=environment(str(call.number)),
            capture_output=True,
            text=True,
            timeout=AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(call, len(tests), "")
    red = RED.search(run.stdout)
    if run.returncode and red is None:
        print(run.stdout[-2_000:], run.stderr[-2_000:], file=sys.stderr)
        raise RuntimeError(f"pytest did not run: {call}")
    return Outcome(call, len(tests), red[1] if red else "")


def look(asked: Sequence[Call]) -> Iterator[Outcome]:
    tests = tests_of_calls(LEARNT)
    with ThreadPoolExecutor(WORKERS) as workers:
        begun = [workers.submit(without, call, tests.get(call.number, [])) for call in asked]
        for finished in as_completed(begun):
            yield finished.result()


def main(arguments: Sequence[str]) -> int:
    if not arguments and learn():
        print("The tests are red with every call in its place.", file=sys.stderr)
        return 1
    asked = [call for call in calls() if not arguments or str(call.number) in arguments]
    outcomes = []
    for outcome in look(asked):
        print(outcome, flush=True)
        outcomes.append(outcome)
    survivors = [outcome for outcome in outcomes if not outcome.is_missed]
    print(f"{len(outcomes)} calls of the rule, {len(survivors)} of them missed by no test.")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
