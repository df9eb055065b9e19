"""The floors hold: imports go down only, and the face of the package is light."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("duckdb", "sqlglot", "jinja2", "rich", "numpy", "pandas", "fastapi", "click")


def run(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=at, capture_output=True, text=True, check=False, timeout=300)


def test_imports_go_down_the_floors_only(repository):
    checked = run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache", at=repository)

    assert checked.returncode == 0, checked.stdout[-3000:]


def test_import_painpath_is_light(repository):
    code = f"import sys, painpath; print(*[name for name in {HEAVY!r} if name in sys.modules])"

    loaded = run(sys.executable, "-c", code, at=repository)

    assert (loaded.returncode, loaded.stdout.split()) == (0, []), loaded.stderr[-2000:]


def test_import_of_the_carrying_floors_needs_yaml_and_the_standard_library_only(repository):
    code = (
        "import sys; before = set(sys.modules); import painpath.library; "
        "third = {name.partition('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names); "
        "print(*sorted(name for name in third if not name.startswith('_')))"
    )

    loaded = run(sys.executable, "-c", code, at=repository)

    # The last two are what the C parts of PyYAML and msgspec bring along by themselves.
    allowed = {"painpath", "yaml", "msgspec", "cython_runtime", "typing_extensions"}
    assert set(loaded.stdout.split()) <= allowed, loaded.stderr[-2000:]
