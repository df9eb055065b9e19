"""Write docs/reference again from the code and the knowledge, or check (--check) that it is fresh.

Every `docs/generate_*.py` has a function `pages() -> dict[Path, str]`, paths from the root of the repository. Files in
docs/reference that nobody generates any more are removed.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"


def collect() -> dict[Path, str]:
    """All generated pages of all generators."""
    found: dict[Path, str] = {}
    for path in sorted(Path(__file__).parent.glob("generate_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= {ROOT / page: text for page, text in module.pages().items()}
    return found


def stale() -> list[Path]:
    """The files that differ from what would be generated, that are missing, or that nobody generates."""
    pages = collect()
    there = {path for path in REFERENCE.rglob("*") if path.is_file()} if REFERENCE.is_dir() else set()
    differ = [p for p, text in pages.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    return sorted({*differ, *(there - set(pages))})


def main() -> int:
    """Write, or with --check only say what is stale (exit code 1)."""
    found = stale()
    if "--check" in sys.argv[1:]:
        for path in found:
            print(f"stale: {path.relative_to(ROOT)}")
        if found:
            print("Run: make docs")
        return 1 if found else 0
    pages = collect()
    for path in found:
        if path in pages:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path], encoding="utf-8")
        else:
            path.unlink()
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
