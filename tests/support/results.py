#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""What ran and how it ended.

Every test program leaves lines in build/results/<group>/<program>.tsv:
    passed|failed|started <TAB> name [<TAB> detail]
The last line about a name stands; `started` without an end is a failure.

    results.py count DIR    prints the failures and "N passed, N failed"; exit 1 unless all is well
    results.py ids DIR      prints the acceptance ids named by cases that passed everywhere they ran
    results.py tap FILE     turns the TAP of `node --test` on stdin into such a file
"""
import pathlib
import re
import signal
import sys

ACCEPTANCE_ID = re.compile(r"\bE-\d+[a-d]?\b")


class Results:
    """Collects the lines of one test program; also prints them, so that a run can be followed."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("")
        self.failed = 0
        self.passed = 0
        signal.signal(signal.SIGTERM, end_in_order)

    def say(self, ok, name, detail=""):
        """Records the end of one case; `detail` is one line on why it failed."""
        self.passed, self.failed = self.passed + ok, self.failed + (not ok)
        detail = " ".join(str(detail).split())[:500]
        line = "\t".join([("passed" if ok else "failed"), name] + ([detail] if detail else []))
        with self.path.open("a") as out:
            out.write(line + "\n")
        print(("  ok    " if ok else "  FAIL  ") + name + (f": {detail}" if detail else ""), flush=True)
        return ok

    def exit(self):
        sys.exit(1 if self.failed or not self.passed else 0)


def end_in_order(*_):
    """A program that is ended ends its servers; being told again does not keep it from that."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def read(folder):
    """(program, name) → (passed, detail) of everything under a folder."""
    ends = {}
    for path in sorted(pathlib.Path(folder).rglob("*.tsv")):
        program = str(path.relative_to(folder).with_suffix(""))
        for line in path.read_text(errors="replace").splitlines():
            outcome, name, *detail = line.split("\t")
            if outcome == "started":
                detail = ["did not end"]
            ends[program, name] = (outcome == "passed", " ".join(detail))
    return ends


def count(folder):
    ends = read(folder)
    failed = [(key, detail) for key, (ok, detail) in ends.items() if not ok]
    for (program, name), detail in failed:
        print(f"failed: {program}: {name}" + (f": {detail}" if detail else ""))
    print(f"{len(ends) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not ends else 0


def ids(folder):
    ran, lost = set(), set()
    for (_, name), (ok, _) in read(folder).items():
        (ran if ok else lost).update(ACCEPTANCE_ID.findall(name))
    for name in sorted(ran - lost, key=lambda i: (int(re.sub(r"\D", "", i)), i)):
        print(name)
    return 0


def tap(target):
    """A line with deeper lines above it is a suite or a file, not a case."""
    results, depth = Results(target), -1
    for line in sys.stdin:
        match = re.match(r"^( *)(not )?ok \d+ - (.*)$", line.rstrip("\n"))
        if not match:
            continue
        indent, bad, name = len(match[1]), bool(match[2]), match[3]
        skipped = re.search(r" # (SKIP|TODO)", name)
        if indent >= depth and not skipped:
            results.say(not bad, name)
        elif bad and not results.failed:
            results.say(False, name)
        depth = indent
    return 1 if results.failed or not results.passed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("count", "ids", "tap"):
        sys.exit(__doc__)
    sys.exit(globals()[sys.argv[1]](sys.argv[2]))
