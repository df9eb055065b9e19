"""The tiny patient of a case, read by the same reader as a facts file."""
from painpath.facts import Record
from painpath.library import Library, schema

class Unreadable(Exception):
    pass

def record_of(library: Library, case: schema.Case, as_of: str) -> Record:
    raise NotImplementedError
