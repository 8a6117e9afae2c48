"""Ways to reach a person: telephone numbers and mail addresses as people write them, and links a visitor may press.

A link is only text on the page: nothing is asked of any service until somebody presses it.
"""

from __future__ import annotations

import re

__all__ = ["call_link", "encoded", "mail_link", "message_link", "read_mail", "read_phone"]

_PHONE = re.compile(r"\+?[0-9]{5,15}")
_MARKS = re.compile("[ \u00a0().\u2010-\u2015/-]")
_MAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]{2,}")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def read_phone(text: str) -> str:
    """Read a number: digits, with a plus where it begins with the code of an economy.

    >>> read_phone("+51 987-654-321"), read_phone("0051 987654321"), read_phone("(01) 234 5678")
    ('+51987654321', '+51987654321', '012345678')

    Raises:
        ValueError: No number of 5 to 15 digits.
    """
    plain = _MARKS.sub("", text.strip())
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    if not _PHONE.fullmatch(plain) or not plain.isascii():
        raise ValueError(text)
    return plain


def read_mail(text: str) -> str:
    """Read a mail address.

    >>> read_mail(" ana@example.org ")
    'ana@example.org'

    Raises:
        ValueError: No address.
    """
    plain = text.strip()
    if not _MAIL.fullmatch(plain):
        raise ValueError(text)
    return plain


def encoded(text: str) -> str:
    """Write a text so that it can stand in a link (RFC 3986).

    >>> encoded("Miel, ño")
    'Miel%2C%20%C3%B1o'
    """
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode())


def message_link(phone: str, text: str = "") -> str:
    """Open a chat with a number that begins with the code of an economy, with a text ready to send.

    >>> message_link("+51987654321", "Miel 500 g")
    'https://wa.me/51987654321?text=Miel%20500%20g'
    """
    return f"https://wa.me/{phone.removeprefix('+')}" + (f"?text={encoded(text)}" if text else "")


def mail_link(address: str, subject: str = "") -> str:
    """Begin a letter.

    >>> mail_link("ana@example.org", "Miel")
    'mailto:ana@example.org?subject=Miel'
    """
    return f"mailto:{encoded(address).replace('%40', '@')}" + (
        f"?subject={encoded(subject)}" if subject else ""
    )


def call_link(phone: str) -> str:
    """Call a number."""
    return f"tel:{phone}"
