"""The words of pages and charts, one catalogue for each language; texts of scenario files stay as they are."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zopa.scenario.problems import did_you_mean, listed

LANGUAGES = ("en", "ja")
"""Languages that there are."""

_FOLDER = Path(__file__).parent / "messages"


class Language:
    """Texts of one language by key.

    Attributes:
        code: `en` or `ja`.
    """

    def __init__(self, code: str = "en") -> None:
        """Read its catalogue.

        Args:
            code: `en` or `ja`.

        Raises:
            ValueError: There is no such language.
        """
        if code not in LANGUAGES:
            raise ValueError(f"there is no language {code!r}: {listed(LANGUAGES)}")
        self.code = code
        self._texts = catalogue(code)

    def __call__(self, key: str, **values: Any) -> str:
        """A text with values put in.

        Args:
            key: Its key.
            values: What stands in braces in it.

        Raises:
            KeyError: The catalogue has no such text.

        >>> Language("en")("page.question")
        'Question'
        """
        text = self._texts.get(key)
        if text is None:
            hint = did_you_mean(key, self._texts)
            raise KeyError(f"no text {key!r} in language {self.code}" + (f": {hint}" if hint else ""))
        return text.format(**values) if values else text


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """All texts of a language by key: those of every file of its folder.

    Args:
        code: The language.

    Raises:
        ValueError: Two files have the same key.
    """
    import yaml
    from yamlcore import CCoreLoader

    texts: dict[str, str] = {}
    for path in sorted((_FOLDER / code).glob("*.yaml")):
        # a safe loader of YAML 1.2: `no` stays text
        for key, text in (yaml.load(path.read_text(encoding="utf-8"), Loader=CCoreLoader) or {}).items():  # noqa: S506
            if key in texts:
                raise ValueError(f"{path}: {key} is there twice")
            texts[key] = text
    return texts
