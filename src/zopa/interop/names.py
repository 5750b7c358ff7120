"""Short names for what other formats call as they like; what they call it is kept as the title."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

TAKEN_ISSUES = frozenset({"agreed", "date", "ended", "exchange", "offers", "proposer", "round", "total", "world"})
"""Names that no issue may have: results use them for columns of their own."""

TAKEN_PARTIES = frozenset({"total"})
"""Names that no party may have."""

_LIKE_COLUMNS = ("payoff_", "annual_", "no_deal_")


def slug(title: str, kind: str) -> str:
    """A name made of a title: lower-case ASCII letters, digits and underscores, a letter first.

    Args:
        title: Any text.
        kind: What it names, in front where the text gives no name by itself.

    >>> slug("Speed (GHz)", "issue"), slug("3 parties", "party"), slug("€", "issue"), slug("Café", "issue")
    ('speed_ghz', 'party_3_parties', 'issue', 'cafe')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    name = re.sub("[^a-z0-9]+", "_", plain.lower()).strip("_")
    if not name or not name[0].isalpha() or name.startswith(_LIKE_COLUMNS):
        name = f"{kind}_{name}".rstrip("_")
    return name


def names(titles: Sequence[str], kind: str, taken: Iterable[str] = ()) -> list[str]:
    """A name for each title; no two are the same, and none is taken already.

    >>> names(["Price", "price", "Date"], "issue", {"date"})
    ['price', 'price_2', 'date_issue']
    """
    used, out = set(taken), []
    reserved = frozenset(used)
    for title in titles:
        base = slug(title, kind)
        base = f"{base}_{kind}" if base in reserved else base
        name, number = base, 2
        while name in used:
            name, number = f"{base}_{number}", number + 1
        used.add(name)
        out.append(name)
    return out
