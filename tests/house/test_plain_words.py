"""What is said to patients is plain: short sentences of short words, by a rough school grade."""

import re

#: the school grade that the Flesch-Kincaid formula gives (Kincaid and others 1975); leaflets aim at 6 to 7
HIGHEST = 8.0


def syllables(word: str) -> int:
    """A rough count: groups of vowels, without a silent e at the end."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)


def grade(text: str) -> float:
    """0.39 (words a sentence) + 11.8 (syllables a word) - 15.59."""
    sentences = [part for part in re.split(r"[.!?;:]+", text) if part.strip()]
    words = re.findall(r"[A-Za-z'-]+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_grade_tells_plain_from_stilted_words():
    plain = "Take one tablet at night. Do not stop it suddenly."
    stilted = "Discontinuation necessitates gradual deescalation, considering individual tolerability."

    assert grade(plain) < HIGHEST < grade(stilted)


def test_what_is_said_to_patients_is_plain(library):
    hard = [
        f"{kind}/{name} {grade(entry.says_patient):.1f}"
        for kind, entries in (("drugs", library.drugs), ("therapies", library.therapies))
        for name, entry in entries.items()
        if entry.says_patient and grade(entry.says_patient) > HIGHEST
    ]

    assert hard == []


def test_every_treatment_says_something_to_patients(library):
    every = {**library.drugs, **library.therapies}

    silent = [name for name, entry in every.items() if not entry.says_patient]

    assert silent == []
