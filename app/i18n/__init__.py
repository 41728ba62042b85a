"""Interface texts through gettext, from the first line. English is the source; catalogues lie in `locale/`."""

import gettext as _gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "testimonia"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


def use_language(code: str) -> None:
    """Sets the language of the current request or command, such as `en`; an unknown one falls back to English."""
    _language.set(code)


def gettext(message: str) -> str:
    """`message` in the current language, or as it stands where there is no translation."""
    return _catalogue(_language.get()).gettext(message)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)
