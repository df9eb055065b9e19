"""Floor 2: questions to a record. `read_criterion` makes them, `Asking.ask` answers, `explain` says why."""

from painpath.criteria.ask import Asking
from painpath.criteria.catalog import Catalog
from painpath.criteria.explain import Why, explain
from painpath.criteria.read import CriterionError, Vocabulary, read_criterion
from painpath.criteria.tree import Node

__all__ = ["Asking", "Catalog", "CriterionError", "Node", "Vocabulary", "Why", "explain", "read_criterion"]
