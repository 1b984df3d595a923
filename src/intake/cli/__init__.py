"""The command line of CONTRACTS. Results go to stdout, one JSON document where asked; logs and progress go to stderr.

Exit codes: 0 done, 1 the work found something wrong (a hold is not wrong), 2 bad usage or configuration.
"""

from __future__ import annotations

from intake.cli.main import main

__all__ = ["main"]
