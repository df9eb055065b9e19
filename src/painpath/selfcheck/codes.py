"""The form of codes: the pattern of each code system and its check digit, so that a slip of the pen is found.

That a well-formed code means what its fact says is for the two sources in which it was checked, not for arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PATTERNS = {
    "rxnorm": re.compile(r"^[1-9]\d{0,7}$"),
    "atc": re.compile(r"^[A-Z](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?$"),
    "icd10cm": re.compile(r"^[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?$"),
    "icd10": re.compile(r"^[A-Z]\d{2}(?:\.\d{1,2})?$"),
    "icd11": re.compile(r"^[0-9A-Z]{2}[0-9A-Z]{2}(?:\.[0-9A-Z]{1,2})?$"),
    "loinc": re.compile(r"^(?:LA|LP)?\d{1,6}-\d$"),
    "snomed": re.compile(r"^[1-9]\d{5,17}$"),
    "cdsconnect_pms": re.compile(r"^[A-Z0-9]+$"),
}
_SAYS = {
    "rxnorm": "digits only, such as 7804",
    "atc": "such as N02AA05 or a shorter group such as N02A",
    "icd10cm": "such as E11.42",
    "icd10": "such as G53.0",
    "icd11": "such as MG30 or 8E43.0",
    "loinc": "digits, a hyphen and a check digit, such as 2160-0",
    "snomed": "6 to 18 digits",
    "cdsconnect_pms": "such as MME",
}
# The dihedral group of order 10 and the permutation of Verhoeff's check digit.
_TIMES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def fault(system: str, code: str) -> str:
    """What is wrong with a code; empty when its form and check digit are right.

    >>> fault("loinc", "2160-0"), fault("snomed", "230572002")
    ('', '')
    """
    system = system.partition("_is_")[0]  # `snomed_is_yes`: the code says one answer of the fact
    pattern = _PATTERNS.get(system)
    if pattern is None:
        return f"no code system {system!r}; there are {', '.join(_PATTERNS)}"
    if pattern.match(code) is None:
        return f"not a code of {system}: {code!r}; write {_SAYS[system]}"
    if (
        system == "loinc" and code[0].isdigit() and not mod10(code)
    ):  # answers (LA) and parts (LP) reckon otherwise
        return f"the check digit of LOINC {code} is wrong: a digit is mistyped"
    if system == "snomed" and not verhoeff(code):
        return f"the check digit of SNOMED CT {code} is wrong: a digit is mistyped"
    return ""


def mod10(code: str) -> bool:
    """Whether the digit behind the hyphen of a LOINC code is its mod 10 check digit.

    >>> mod10("35591-7"), mod10("35591-1")
    (True, False)
    """
    body, _, check = code.partition("-")
    total = 0
    for place, digit in enumerate(reversed(body)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return (10 - total % 10) % 10 == int(check)


def verhoeff(code: str) -> bool:
    """Whether the last digit of a SNOMED CT identifier is its Verhoeff check digit.

    >>> verhoeff("73211009"), verhoeff("73211008")
    (True, False)
    """
    check = 0
    for place, digit in enumerate(reversed(code)):
        number = int(digit)
        for _ in range(place % 8):
            number = _TURN[number]
        check = _TIMES[check][number]
    return check == 0


def faults(codes: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Every wrong code with its place below `codes`."""
    found = []
    for system, listed in codes.items():
        for i, code in enumerate(listed):
            says = fault(system, code)
            if says:
                found.append((f".{system}[{i}]", says))
    return found
