"""The layout planner: deterministic, offline, and always the second opinion. `planner` is where it begins.

Nothing is imported here: the executor and `verify` share the printed rows of `segments` with it and need no more.
"""
