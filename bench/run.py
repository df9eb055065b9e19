"""`make bench`: how fast painpath is, with the peers' figures beside ours. Medians; nothing is asserted here.

Peers were measured on a machine of the same size (2 cores, CPython 3.11 / Node 20): the AHRQ pain management summary
on npm cql-execution takes 199-219 ms of CPU for the 64-resource record and 136-152 ms for a Synthea record; it neither
grades pain nor doses drugs. Records come from ../shared/patients where that folder is there, else only the made-up
patient of `painpath demo` is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENTS = ROOT.parent / "shared" / "patients"
SMALL = PATIENTS / "brenda_jackson.json"
TODAY = date(2026, 11, 20)
LARGE = PATIENTS / "martina_murazik.json"


def median_ms(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Median CPU and wall time of `work` [ms] after three warm-up calls."""
    for _ in range(3):
        work()
    cpu, wall = [], []
    for _ in range(times):
        c, w = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - c)
        wall.append(time.perf_counter() - w)
    return 1000 * statistics.median(cpu), 1000 * statistics.median(wall)


def command_ms(arguments: list[str], times: int) -> tuple[float, float]:
    """Median wall time [ms] and peak memory [MB] of a whole cold command."""
    # As an installed program runs: with its byte code kept.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "painpath", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
    walls = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
        walls.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return 1000 * statistics.median(walls), peak


def two_years() -> dict[str, object]:
    """A made-up patient with a pain score and a sleep score a day for two years, duloxetine from the third month on."""
    days = [TODAY - timedelta(days=back) for back in range(729, -1, -1)]

    def written(level: int) -> list[dict[str, object]]:
        return [
            {"value": level - 2 * (place > 100) + (-1, 0, 1, 0, 1, -1, 0)[place % 7], "on": day.isoformat()}
            for place, day in enumerate(days)
        ]

    return {
        "as_of": TODAY.isoformat(),
        "patient": {"birth_date": "1964-03-02", "sex": "female"},
        "complete": {"medication": {"since": "2020-01-01"}, "condition": {"since": "2000-01-01"}},
        "facts": {
            "pain.present": "yes",
            "pain.sites": ["foot_left", "foot_right"],
            "symptom.burning": "yes",
            "examination.pinprick_loss": {"is": "yes", "at": ["foot_left", "foot_right"]},
            "condition.type_2_diabetes": "yes",
            "pain.intensity_average": written(7),
            "sleep.interference": written(6),
            "medication.duloxetine": [
                {"amount": "30 mg", "times_per_day": 1, "from": "2025-02-20", "until": "2025-02-26"},
                {"amount": "60 mg", "times_per_day": 1, "from": "2025-02-27"},
            ],
        },
    }


def measure(times: int) -> list[dict[str, object]]:
    """Every line of the table."""
    from painpath.edges.document.plain import document_of
    from painpath.library import load_library
    from painpath.pipeline import Request, run_plan, run_review

    lines: list[dict[str, object]] = []

    def line(what: str, ours: float, unit: str, goal: str, peer: str) -> None:
        lines.append({"what": what, "ours": round(ours, 2), "unit": unit, "goal": goal, "peer": peer})
        print(f"{what:<58}{ours:>10.2f} {unit:<4} goal {goal:<12} peer {peer}", flush=True)

    load_library()
    line("library load from cache", median_ms(load_library, times)[1], "ms", "< 40 ms", "-")
    library = load_library()
    request = Request(today=TODAY, as_of="last")
    for path, goal, peer in ((SMALL, "< 2 ms", "199-219 ms"), (LARGE, "< 10 ms", "136-152 ms")):
        if path.is_file():
            data = path.read_bytes()
            what = f"bytes in to Plan out, warm: {path.stem} ({len(data) / 1e6:.2f} MB)"
            line(what, median_ms(lambda d=data: run_plan(d, library, request), times)[0], "ms", goal, peer)
            whole = f"the same, with every reason, as JSON data: {path.stem}"
            made = median_ms(lambda d=data: document_of("plan", run_plan(d, library, request)), times)[0]
            line(whole, made, "ms", "-", "-")
    if SMALL.is_file():
        wall, peak = command_ms(["plan", str(SMALL), "--as-of", "last"], max(times // 5, 3))
        line("whole cold command `painpath plan` (64 resources)", wall, "ms", "< 500 ms", "-")
        line("peak memory of that command", peak, "MB", "< 150 MB", "-")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as diary:
        diary.write(json.dumps(two_years()))
        diary.flush()
        wall, _ = command_ms(["review", diary.name], max(times // 5, 3))
        line("whole cold command `painpath review` (two years, daily)", wall, "ms", "< 500 ms", "-")
        data = Path(diary.name).read_bytes()
        whole = median_ms(lambda: run_review(data, library, Request(today=TODAY)), max(times // 3, 3))[0]
        line("the same, warm: bytes in to Review out", whole, "ms", "-", "-")
    wall, _ = command_ms(["demo"], max(times // 5, 3))
    line("whole cold command `painpath demo`", wall, "ms", "< 500 ms", "-")
    wall, _ = command_ms(["check"], 1)
    line("painpath check", wall, "ms", "< 5000 ms", "-")
    return lines


def main() -> None:
    """Measure and print; `--json FILE` also writes the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30, help="repetitions of each warm measurement")
    parser.add_argument("--json", type=Path, help="write the lines to this file as well")
    chosen = parser.parse_args()
    print(f"CPython {sys.version.split()[0]}, {os.cpu_count()} cores")
    lines = measure(chosen.times)
    if chosen.json:
        chosen.json.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
