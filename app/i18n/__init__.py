"""Interface texts through gettext, from the first line. English is the source; catalogues lie in `locale/`."""

import gettext as _gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "testimonia"
LOCALE_FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("en",)
"""The languages of the interface, the first for whoever asks for none of them."""

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def use_language(code: str) -> None:
    """Sets the language of the current request or command, such as `en`; an unknown one falls back to English."""
    _language.set(code)


def language() -> str:
    """The language of the current request or command."""
    return _language.get()


def wanted_language(accepted: str) -> str:
    """The first of LANGUAGES that an Accept-Language header (RFC 9110, 12.5.4) names, in the order it names them."""
    for part in accepted[:1000].split(","):
        code = part.split(";")[0].strip().lower().partition("-")[0]
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def gettext(message: str) -> str:
    """`message` in the current language, or as it stands where there is no translation."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` in the current language, as `count` asks for."""
    return _catalogue(_language.get()).ngettext(one, many, count)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)
