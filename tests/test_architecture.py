"""The shape of the code: who may import whom, and where things are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STEPS = ("inbox", "documents", "extraction", "matching", "credit", "decision", "erp", "holds", "replies", "store", "desk")


def test_the_import_contracts_hold():
    """The contracts stand in pyproject.toml."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_its_folder(step):
    assert (ROOT / "src" / "intake" / step / "__init__.py").is_file()


def test_every_module_opens_with_a_paragraph():
    bare = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if (text := path.read_text(encoding="utf-8").strip()) and not text.startswith('"""')
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("imapclient", "inbox/imap.py"),
        ("pdfplumber", "documents/pdf_second.py"),
        ("docx", "documents/word_second.py"),
        ("openpyxl", "documents/"),
        ("pypdfium2", "documents/"),
        ("openai", "extraction/planners/model_client.py"),
        ("rapidfuzz", "matching/"),
        ("sqlalchemy", "store/"),
        ("alembic", "store/"),
        ("typer", "cli/"),
    ],
)
def test_a_library_has_one_home(library: str, home: str) -> None:
    uses = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    found = {
        str(path.relative_to(ROOT / "src" / "intake"))
        for path in (ROOT / "src").rglob("*.py")
        if uses.search(path.read_text(encoding="utf-8"))
    }
    assert found
    assert {each for each in found if not each.startswith(home)} == set()


def test_only_the_settings_read_the_environment():
    readers = [
        str(path.relative_to(ROOT / "src" / "intake"))
        for path in (ROOT / "src").rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8") or "getenv(" in path.read_text(encoding="utf-8")
    ]
    assert readers == ["config.py"]
