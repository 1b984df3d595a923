"""Mailed orders become sales orders under the same rules as web orders, or wait with their reasons.

Read `domain/` first (the words), then `pipeline.py` (the steps in order).
"""

__version__ = "0.1.0"
