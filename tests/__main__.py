"""`python -m tests`: all checks, one after another; every one runs, and the exit code is 1 if any failed."""

import subprocess
import sys

from tests.samples import ROOT

CHECKS = (
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("content", ["bot", "check", "--strict", "--today", "2026-11-22"]),
    ("tests", ["pytest", "-q"]),
)


def main() -> int:
    failed = []
    for name, command in CHECKS:
        print(f"== {name}: python -m {' '.join(command)}", flush=True)
        if subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== everything passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
