"""Settings come from intake.toml and the environment; everything wrong is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.config import Settings, load_settings
from intake.domain.errors import ConfigurationError


def test_nothing_set_means_embedded_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'intake.db'}"
    assert settings.erp_path == tmp_path / "erp.db"
    assert not settings.model.is_configured


def test_the_environment_outranks_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "intake.toml").write_text('[desk]\nport = 9000\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("INTAKE_DESK__PORT", "9001")
    desk = load_settings(tmp_path).desk
    assert (desk.port, desk.host) == (9001, "0.0.0.0")


def test_every_wrong_key_is_named_at_once_with_its_variable(tmp_path: Path) -> None:
    (tmp_path / "intake.toml").write_text('[model]\nmode = "guess"\nfoo = 1\n[company]\ntime_zone = "Mars"\n[colour]\na = 1\n')
    with pytest.raises(ConfigurationError) as wrong:
        load_settings(tmp_path)
    text = "\n".join(wrong.value.problems)
    assert len(wrong.value.problems) == 4
    assert "INTAKE_MODEL__MODE" in text
    assert "Mars" in text
    assert "colour" in text


def test_a_broken_toml_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "intake.toml").write_text("[model\n")
    with pytest.raises(ConfigurationError, match=r"intake\.toml is not valid TOML.*line 1"):
        load_settings(tmp_path)


def test_the_api_key_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret-key\n")
    (tmp_path / "intake.toml").write_text('[model]\nname = "m"\napi_key_file = "key"\n')
    settings = load_settings(tmp_path)
    assert settings.model_api_key() == "secret-key"
    assert "secret-key" not in repr(settings)


def test_every_section_and_key_says_what_it_is() -> None:
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if name not in {"home", "inbox"}:
            assert section is not None
            assert (section.__doc__ or "").strip(), name


def test_a_secret_file_that_is_not_there_is_named_with_its_setting(tmp_path):
    (tmp_path / "intake.toml").write_text('[model]\nname = "m"\napi_key_file = "key"\n')
    with pytest.raises(ConfigurationError, match=r"\[model\] api_key_file names .*key, which cannot be read"):
        load_settings(tmp_path).model_api_key()
