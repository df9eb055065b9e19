"""Floor 3: the knowledge, read from files, validated, cross-referred and cached. `load_library` is the way in."""

from painpath.library.errors import KnowledgeError, KnowledgeErrors
from painpath.library.library import Library, load_library
from painpath.library.settings import JURISDICTIONS, Settings

__all__ = ["JURISDICTIONS", "KnowledgeError", "KnowledgeErrors", "Library", "Settings", "load_library"]
