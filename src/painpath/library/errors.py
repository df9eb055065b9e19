"""Errors an author of knowledge can mend.

KnowledgeError        an entry is wrong: file, line, what was found, what to write
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """An entry cannot be used; the message starts with `kind/file.yaml:line`."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class KnowledgeErrors(Exception):  # noqa: N818 - several of them, as the name says
    """Everything found wrong in one load, so that an author mends it in one go."""

    def __init__(self, errors: list[KnowledgeError]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))
