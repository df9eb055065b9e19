"""Writes pairs.json from a clone of PharmGKB/PharmCAT, whose paths and tags are named below; see README.md.

python tests/reference/genes/make_pairs.py PATH_OF_THE_CLONE
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

RESOURCES = "src/main/resources/org/pharmgkb/pharmcat/phenotype"
FILES = {
    "CPIC CYP2D6": ("v2.15.4", f"{RESOURCES}/cpic/CYP2D6.json"),
    "CPIC CYP2C9": ("v3.1.1", f"{RESOURCES}/CYP2C9.json"),
    "CPIC CYP2C19": ("v3.1.1", f"{RESOURCES}/CYP2C19.json"),
    "DPWG CYP2D6": ("v2.15.4", f"{RESOURCES}/dpwg/CYP2D6.json"),
    "DPWG CYP2C9": ("v3.0.0", f"{RESOURCES}/dpwg/CYP2C9.json"),
    "DPWG CYP2C19": ("v3.0.0", f"{RESOURCES}/dpwg/CYP2C19.json"),
}
#: the alleles whose every pair is kept, so that the file stays small; of all others the pair with *1. CYP2C19: all.
KEPT = {
    "CYP2D6": ["*1", "*2", "*3", "*4", "*5", "*6", "*9", "*10", "*17", "*29", "*35", "*36", "*41", "*1x2", "*2x2",
               "*4x2", "*9x2", "*10x2", "*17x2", "*41x2", "*41x3", "*1x≥3", "*2x≥3"],
    "CYP2C9": ["*1", "*2", "*3", "*5", "*6", "*8", "*9", "*11"],
}  # fmt: skip


def pairs(clone: str, tag: str, path: str, gene: str) -> dict[str, object]:
    """The kept diplotypes of one file: phenotype and activity score as printed, and how many the file has."""
    shown = subprocess.run(["git", "-C", clone, "show", f"{tag}:{path}"], capture_output=True, check=True)
    data = json.loads(shown.stdout)
    kept, found = set(KEPT.get(gene, data["haplotypes"])), {}
    for one in data["diplotypes"]:
        alleles = [name for name, count in one["diplotypekey"].items() for _ in range(count)]
        if set(alleles) <= kept or "*1" in alleles:
            found["/".join(sorted(alleles))] = [one["phenotype"], one["activityScore"]]
    return {
        "tag": tag,
        "version": data["version"],
        "diplotypes": len(data["diplotypes"]),
        "phenotypes": dict(sorted(Counter(one["phenotype"] for one in data["diplotypes"]).items())),
        "pairs": dict(sorted(found.items())),
    }


if __name__ == "__main__":
    made = {name: pairs(sys.argv[1], *where, name.split()[1]) for name, where in FILES.items()}
    out = Path(__file__).with_name("pairs.json")
    out.write_text(
        json.dumps(made, ensure_ascii=False, separators=(",", ":")).replace("},", "},\n") + "\n", "utf-8"
    )
