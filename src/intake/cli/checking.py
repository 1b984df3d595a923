"""`intake check`: every outside thing that the settings name is asked once; what is wrong is listed, not raised."""

from __future__ import annotations

from collections.abc import Iterator

from intake.config import Settings
from intake.credit.policy import load_policy
from intake.documents.ocr_tesseract import installed_languages
from intake.domain.errors import ConfigurationError, IntakeError
from intake.store.engine import Database
from intake.store.migrate import is_current
from intake.wiring import mail_server_of, mailbox_of, open_erp, open_model_client


def check_everything(settings: Settings) -> tuple[list[str], list[str]]:
    """(what is well, what is wrong), one sentence each."""
    good: list[str] = []
    wrong: list[str] = []
    for ask in (_company, _policy, _database, _erp, _inboxes, _mail, _model, _ocr):
        try:
            good += ask(settings)
        except ConfigurationError as problems:
            wrong += problems.problems
        except (IntakeError, OSError) as problem:
            wrong.append(str(problem))
    return good, wrong


def _company(settings: Settings) -> Iterator[str]:
    if not settings.company.names:
        raise ConfigurationError(
            ["[company] names is empty: our own name stands on every order and could be taken for the buyer's."]
        )
    yield f"We are {', '.join(settings.company.names)}."


def _policy(settings: Settings) -> Iterator[str]:
    policy = load_policy(settings.policy_path)
    yield f"The credit policy is version {policy.version}, owned by {policy.owner}."


def _database(settings: Settings) -> Iterator[str]:
    database = Database(settings.database_url)
    try:
        yield database.check()
        yield "Its schema is current." if is_current(database) else "Its schema is brought up to date at the next start."
    finally:
        database.close()


def _erp(settings: Settings) -> Iterator[str]:
    yield open_erp(settings).check()


def _inboxes(settings: Settings) -> Iterator[str]:
    from intake.inbox import imap

    wrong: list[str] = []
    for name, inbox in settings.inbox.items():
        if inbox.kind == "imap":
            try:
                yield imap.check(mailbox_of(settings, inbox))
            except ConfigurationError as problems:
                wrong += problems.problems
            except (IntakeError, OSError) as problem:
                wrong.append(str(problem))
            continue
        folder = settings.home / (inbox.path or "")
        if folder.is_dir():
            yield f"Inbox {name} watches {folder}."
        else:
            wrong.append(f"[inbox.{name}] path: {folder} is no folder; create it or name another.")
    if wrong:
        raise ConfigurationError(wrong)


def _mail(settings: Settings) -> Iterator[str]:
    if settings.mail.host is None:
        yield "No mail server is configured; nothing is ever sent."
        return
    from intake.replies import smtp

    yield smtp.check(mail_server_of(settings))


def _model(settings: Settings) -> Iterator[str]:
    if settings.model.mode == "model" and not settings.model.is_configured:
        raise ConfigurationError(['[model] mode is "model", but no name is set; set it, or mode = "layout".'])
    if not settings.model.is_configured:
        yield "No model is configured; documents are read by their layout."
        return
    yield open_model_client(settings).check()
    yield f"Documents are read with the model {settings.model.name}, and by their layout."


def _ocr(settings: Settings) -> Iterator[str]:
    installed = installed_languages()
    if not installed:
        yield "Tesseract is not installed; scans wait for a person."
        return
    wanted = settings.ocr.languages
    missing = [language for language in wanted if language not in installed]
    packages = " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in missing)
    if len(missing) == len(wanted):
        raise ConfigurationError([f"[ocr] languages: Tesseract has no data for any of them; install it (on Debian: {packages})."])
    yield f"Tesseract is installed and reads scans in {', '.join(language for language in wanted if language not in missing)}."
    if missing:
        yield (
            f"Tesseract has no data for {', '.join(missing)}: scans in these languages lose their accents; "
            f"install it (on Debian: {packages}) or take it out of [ocr] languages."
        )
