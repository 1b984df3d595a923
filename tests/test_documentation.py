"""What can be used is written down: every command and option, every setting, every reason code, every endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from intake.cli.main import app
from intake.config import InboxSection, Settings
from intake.credit.policy_risk_values import INPUTS, AskedFact, ExternalSource, RiskPolicy
from intake.desk.app import create_app
from intake.domain.reasons import ReasonCode
from intake.domain.risk import WarningKind

ROOT = Path(__file__).resolve().parents[1]


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def commands(command, path=()) -> Iterator[tuple[str, list[str]]]:
    """(words of the command, its options)."""
    inner = getattr(command, "commands", None)
    if inner:
        for name, each in inner.items():
            yield from commands(each, (*path, name))
    else:
        yield " ".join(path), [option for each in command.params for option in each.opts if option.startswith("--")]


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_its_options_are_in_the_docs(command):
    found = re.search(rf"^## `intake {command}[ `].*?(?=^## |\Z)", page("commands.md"), re.S | re.M)
    assert found, f"docs/commands.md has no section for intake {command}"
    assert [option for option in COMMANDS[command] if option not in ("--home", "--help") and option not in found[0]] == []


def settings() -> Iterator[str]:
    for section, field in Settings.model_fields.items():
        kind = InboxSection if section == "inbox" else field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (f"{section}.{key}" for key in kind.model_fields)


@pytest.mark.parametrize("setting", list(settings()))
def test_every_setting_is_in_the_docs(setting):
    section, key = setting.split(".")
    found = re.search(rf"^## `\[{section}.*?(?=^## |\Z)", page("settings.md"), re.S | re.M)
    assert found, f"docs/settings.md has no section for [{section}]"
    assert f"| `{key}` |" in found[0]


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_code_is_in_the_docs(code):
    assert f"| `{code.value}` |" in page("reasons.md")


def test_every_setting_about_risk_is_in_the_docs():
    text = page("credit.md")
    parts = [field.annotation for field in RiskPolicy.model_fields.values()]
    names = [name for part in (*parts, ExternalSource, AskedFact) for name in part.model_fields]
    assert len(names) > 40
    assert [name for name in (*names, *INPUTS, *WarningKind) if not re.search(rf"`{name}|\b{name} =|\.{name}\b", text)] == []


def test_every_endpoint_is_in_the_docs():
    schema = create_app(None, secret="x" * 32, session_hours=1, upload_bytes=1).openapi()  # type: ignore[arg-type]
    calls = [f"{method.upper()} {path}" for path, methods in schema["paths"].items() for method in methods]
    assert len(calls) >= 12
    assert [call for call in calls if f"`{call}`" not in page("api.md")] == []


def test_the_commands_that_the_readme_names_exist():
    named = set(
        re.findall(
            r"\bintake ((?:policy |audit |user )?[a-z]+)",
            " ".join(re.findall(r"```.*?```", (ROOT / "README.md").read_text(), re.S)),
        )
    )
    assert named
    assert named - set(COMMANDS) == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text())) <= targets
