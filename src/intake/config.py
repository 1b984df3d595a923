"""The settings: `intake.toml` of the home folder, overridden by the environment (`INTAKE_SECTION__KEY`). All problems at once.

The only file that reads the environment. Secrets stand in the environment or in files that a setting names, never in the toml.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from intake.domain.errors import ConfigurationError
from intake.domain.limits import Limits
from intake.domain.parties import OwnCompany


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CompanySection(Section):
    """`[company]`: who we are, in every spelling, so that we are never taken for the buyer."""

    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    vat_ids: tuple[str, ...] = ()
    glns: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    country: str = Field(default="DE", pattern="^[A-Z]{2}$")
    time_zone: str = "Europe/Berlin"

    @field_validator("time_zone")
    @classmethod
    def _time_zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError(f"{value!r} is no IANA time zone; write one like Europe/Berlin") from unknown
        return value

    def as_own_company(self) -> OwnCompany:
        return OwnCompany(**self.model_dump())


class DatabaseSection(Section):
    """`[database]`: `url` None = the embedded SQLite file `intake.db` in the home folder."""

    url: str | None = None
    keep_message_days: int = Field(
        default=0, ge=0, description="days after which a message that is done with loses its bytes and words; 0 = kept for ever"
    )


class ModelSection(Section):
    """`[model]`: `auto` reads with the model where one is configured, else without; `layout` never asks a model."""

    mode: Literal["auto", "model", "layout"] = "auto"
    base_url: str | None = None
    api_key: SecretStr | None = None
    api_key_file: Path | None = None
    name: str | None = None
    api_version: str | None = Field(default=None, description="of an Azure address without /v1; there `name` is the deployment's")
    concurrency: int = Field(default=4, ge=1, le=64)
    daily_budget: int = Field(default=2_000, ge=0, description="model calls a day; 0 = no limit")
    requests_per_minute: int = Field(default=0, ge=0, description="model calls a minute, all hosts together; 0 = no limit")
    input_tokens: int = Field(default=24_000, ge=2_000, description="about how much of a message is shown in one question")
    deadline_seconds: float = Field(default=90.0, gt=0)
    attempts: int = Field(default=2, ge=1, le=5)
    strict_schema: bool = True
    page_images: bool = Field(default=False, description="shows the model scanned pages too; only for models that take pictures")

    @property
    def is_configured(self) -> bool:
        return self.name is not None and self.mode != "layout"


class ErpSection(Section):
    """`[erp]`: `embedded` keeps a small ERP in a file of its own in the home folder."""

    kind: Literal["embedded"] = "embedded"
    path: Path | None = None


class InboxSection(Section):
    """`[inbox.NAME]`: a folder that is watched for files (`kind = "folder"`), or a mailbox (`kind = "imap"`)."""

    kind: Literal["folder", "imap"] = "folder"
    path: Path | None = Field(default=None, description="the watched folder")
    host: str | None = None
    port: int = Field(default=993, ge=1, le=65535)
    user: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None
    folder: str = "INBOX"
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: Path | None = None
    move_to: str | None = Field(default=None, description="a mail folder for taken mails, where the server keeps no keywords")
    poll_every_seconds: float = Field(default=5.0, gt=0)

    @model_validator(mode="after")
    def _says_where(self) -> InboxSection:
        if self.kind == "folder" and self.path is None:
            raise ValueError('path is missing: the folder to watch, or set kind = "imap"')
        if self.kind == "imap" and (self.host is None or self.user is None):
            raise ValueError("host and user of the mailbox are missing")
        return self


class MailSection(Section):
    """`[mail]`: the server that our own mails go out through; without a `host` nothing is ever sent."""

    host: str | None = None
    port: int = Field(default=465, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None
    sender: str | None = Field(default=None, description="the address that our mails come from")
    sender_name: str = ""
    reply_to: str | None = Field(default=None, description="where answers go, if not to the sender")
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _says_from_whom(self) -> MailSection:
        if self.host is not None and (self.sender is None or "@" not in self.sender):
            raise ValueError("sender is missing: the address that our mails come from")
        return self


class DeskSection(Section):
    """`[desk]`: where the screens and the API listen."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    secret: SecretStr | None = None
    session_hours: float = Field(default=12.0, gt=0)
    account_link_days: int = Field(default=14, ge=1, le=366, description="how long a link to a customer's account page opens it")
    requests_per_minute: int = Field(default=600, ge=0)


class OcrSection(Section):
    """`[ocr]`: Tesseract's names of the languages to expect."""

    languages: tuple[str, ...] = ("eng", "deu", "fra", "nld", "pol", "spa", "ita", "swe")


class WorkerSection(Section):
    """`[worker]`: how many steps run at once, how long a lease lasts, how often a step is tried."""

    concurrency: int = Field(default=2, ge=1, le=64)
    lease_seconds: float = Field(default=30.0, gt=0)
    attempts: int = Field(default=5, ge=1, le=50)
    sync_every_seconds: float = Field(default=300.0, gt=0)


class Settings(BaseSettings):
    """Everything that can be set. `home` is the folder of `intake.toml`, `policy.toml` and the embedded files."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", env_nested_delimiter="__", extra="forbid", frozen=True)

    home: Path = Path()
    company: CompanySection = CompanySection()
    database: DatabaseSection = DatabaseSection()
    model: ModelSection = ModelSection()
    erp: ErpSection = ErpSection()
    inbox: dict[str, InboxSection] = {}
    mail: MailSection = MailSection()
    desk: DeskSection = DeskSection()
    ocr: OcrSection = OcrSection()
    worker: WorkerSection = WorkerSection()
    limits: Limits = Limits()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        home = Path(init_settings().get("home") or Path())
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=home / "intake.toml"))

    @cached_property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{(self.home / 'intake.db').resolve()}"

    @property
    def erp_path(self) -> Path:
        return self.home / (self.erp.path or "erp.db")

    @property
    def policy_path(self) -> Path:
        return self.home / "policy.toml"

    @property
    def master_dir(self) -> Path:
        return self.home / "master"

    @property
    def own_company(self) -> OwnCompany:
        return self.company.as_own_company()

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.company.time_zone)

    def model_api_key(self) -> str | None:
        """The key itself, from the setting or the file that it names."""
        if self.model.api_key is not None:
            return self.model.api_key.get_secret_value()
        if self.model.api_key_file is not None:
            return _secret(self.home / self.model.api_key_file, "[model] api_key_file")
        return None

    def inbox_password(self, name: str) -> str:
        """The mailbox's password, from the setting or the file that it names; empty where there is neither."""
        inbox = self.inbox[name]
        if inbox.password is not None:
            return inbox.password.get_secret_value()
        if inbox.password_file is not None:
            return _secret(self.home / inbox.password_file, f"[inbox.{name}] password_file")
        return ""

    def mail_password(self) -> str:
        """The mail server's password, from the setting or the file that it names; empty where there is neither."""
        if self.mail.password is not None:
            return self.mail.password.get_secret_value()
        return _secret(self.home / self.mail.password_file, "[mail] password_file") if self.mail.password_file else ""

    def desk_secret(self) -> str:
        """The setting, else one that was made once and stays in the home folder, so that a restart logs nobody out and links stay
        good."""
        if self.desk.secret is not None:
            return self.desk.secret.get_secret_value()
        path = self.home / "desk.secret"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _secret(path, "[desk] secret")
        made = secrets.token_urlsafe(32)
        with os.fdopen(handle, "w") as file:
            file.write(made)
        return made

    def now(self) -> datetime:
        return datetime.now(self.time_zone)


def _secret(path: Path, setting: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else "it is no text"
        raise ConfigurationError([f"{setting} names {path}, which cannot be read ({why}); write the secret into it."]) from None


def home_folder(given: Path | None) -> Path:
    """`--home`, else `INTAKE_HOME`, else the current folder."""
    return (given or Path(os.environ.get("INTAKE_HOME") or ".")).resolve()


def load_settings(home: Path, **overrides: Any) -> Settings:
    """Reads `home/intake.toml` and the environment.

    Raises ConfigurationError that names every wrong key at once, each with its place and what was expected.
    """
    try:
        return Settings(home=home, **overrides)
    except tomllib.TOMLDecodeError as broken:
        raise ConfigurationError([f"{home / 'intake.toml'} is not valid TOML: {broken}."]) from broken
    except UnicodeDecodeError as broken:
        raise ConfigurationError([f"{home / 'intake.toml'} is not UTF-8: {broken}."]) from broken
    except ValidationError as wrong:
        raise ConfigurationError([_sentence(home, dict(error)) for error in wrong.errors()]) from wrong


def _sentence(home: Path, error: dict[str, Any]) -> str:
    section, *rest = [str(part) for part in error["loc"]] or ["?"]
    key = f"[{section}] {'.'.join(rest)}" if rest else section
    variable = "INTAKE_" + "__".join(part.upper() for part in (section, *rest))
    return f"{home / 'intake.toml'}, {key} (or {variable}): {error['msg']}."
