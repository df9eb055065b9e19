"""Floor 10: formats and the outside world."""
