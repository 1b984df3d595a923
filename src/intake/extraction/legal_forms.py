"""Companies' legal forms ("GmbH", "S.p.A.", "Sp. z o.o."): whether and where one stands in a text."""

from __future__ import annotations

import re

_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:GmbH|AG|KG|OHG|GbR|UG|e\.\s?K|SE|mbH|KGaA|Ltd|Limited|LLP|LLC|Inc|PLC|Corp|Co|S\.?A\.?S?|S\.?A\.?R\.?L|SARL|SAS|SNC|EURL|B\.?V|N\.?V|V\.?O\.?F|BVBA|"
    r"SRL|S\.?r\.?l\.?s?|S\.?p\.?A|S\.?n\.?c|S\.?L\.?U?|S\.?A\.?U|AB|A/S|ApS|AS|ASA|Oy|Oyj|Ab|Kft|Zrt|Nyrt|Bt|s\.\s?r\.\s?o|a\.\s?s|spol|Sp\.?\s?z\s?o\.?\s?o|Sp\.?\s?[jk]|S\.?C|d\.\s?o\.\s?o|Lda|Ltda|"
    r"GMBH|LTD|LIMITED|INC|CORP|LTDA|LDA|EIRELI|S/A|KFT|ZRT|S\.\s?R\.\s?O|A\.\s?S|SP\.?\s?Z\s?O\.?\s?O|OY|OYJ|APS|"
    r"e\.\s?U|AöR|gGmbH|PTE|Pte|PTY|Pty|PVT|Pvt|L\.L\.C|W\.?L\.?L|FZE|FZCO|DMCC|JSC|Sdn\.?\s?Bhd|UAB|OÜ|SIA|EOOD|OOD|Soc\.?\s?Coop|SCOP|SASU|EIRL|GAEC|EARL|SCEA|SELARL|CUMA|LP|PLLC|ULC|Coop|"
    r"sp\.?\s?z\s?o\.?\s?o|sp\.\s?[jk]|s\.r\.l|s\.p\.a|b\.v|gmbh|ltd|"
    r"S\.?\s?COOP|S\.?\s?Coop|SCCL|[aA]\.?[mM]\.?[bB]\.?[aA]|o\.\s?p\.\s?s|v\.\s?o\.\s?s|[IKP]/S|ASBL|VZW|asbl|vzw|"
    r"Sàrl|SÀRL|Sagl|SAGL|CLG|Unipessoal|R?HF(?=\s*(?:$|,))|"
    r"A\.?Ş|Ltd\.?\s?Şti|e\.?V|eG|stichting|& Co|& Sohn|& Söhne|Group|Holding)\.?(?!\w)"
)


def legal_form(text: str) -> bool:
    """Whether a company's legal form stands in the text ("GmbH", "S.p.A.", "Sp. z o.o.")."""
    return _LEGAL_FORM.search(text) is not None


def ends_of_legal_forms(text: str) -> tuple[int, ...]:
    return tuple(found.end() for found in _LEGAL_FORM.finditer(text))


def names_of_firms(text: str) -> tuple[str, ...]:
    """The word right before each legal form: "Smith" of "to Smith Ltd", "Meier" of "Meier GmbH & Co. KG"."""
    before = (re.findall(r"[^\W\d_]+", text[: found.start()])[-1:] for found in _LEGAL_FORM.finditer(text))
    return tuple(word for words in before for word in words if not is_legal_form(word))


def is_legal_form(text: str) -> bool:
    """Whether the text is a legal form and nothing else."""
    return legal_form(text) and not re.search(r"\w", _LEGAL_FORM.sub("", text))


def legal_form_spans(text: str, at: int) -> bool:
    """Whether character `at` stands within a legal form ("… Sp." / "k.")."""
    return any(found.start() < at < found.end() - 1 for found in _LEGAL_FORM.finditer(text))
