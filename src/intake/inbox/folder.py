"""The files under a path, in an order that is the same each time: a path in, files out."""

from __future__ import annotations

import os
from pathlib import Path

# What office programs, browsers and copying leave beside real files.
_UNFINISHED = ("~$", ".~lock.", "._")
_UNFINISHED_ENDS = (".tmp", ".part", ".partial", ".crdownload", ".lock", "~")
_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})


def find_files(path: Path) -> list[Path]:
    """The file itself, or all files below the folder, sorted by their parts; dotfiles and lock files left out, links to folders
    not followed. Raises FileNotFoundError where nothing is there."""
    if not path.exists():
        raise FileNotFoundError(f"There is no file or folder {path}.")
    if path.is_file():
        return [path]
    found: list[Path] = []
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(folder) / name for name in names if _is_wanted(name) and (Path(folder) / name).is_file())
    return sorted(found, key=lambda file: file.relative_to(path).parts)


def _is_wanted(name: str) -> bool:
    lowered = name.lower()
    return not (name.startswith((".", *_UNFINISHED)) or lowered.endswith(_UNFINISHED_ENDS) or lowered in _CLUTTER)
