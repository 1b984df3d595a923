"""How right the readings are: truth files against what was read, and what became of it."""
