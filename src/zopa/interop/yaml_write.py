"""A scenario as one YAML file that a person can read and `zopa validate` accepts."""

from pathlib import Path
from typing import Any

import yaml
from yamlcore import CoreDumper

from zopa.scenario.read import Document


class _Dumper(CoreDumper):  # type: ignore[misc]
    """YAML 1.2, as zopa reads it, so that words such as 1e3 come back as words; nothing by reference."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        """Lists stand deeper than their key."""
        return super().increase_indent(flow, False)


def yaml_of(document: Document) -> str:
    """The text: includes and overrides merged in, leaves on one line."""
    read = ", ".join(path.name for path in document.files)
    body = yaml.dump(
        document.data, Dumper=_Dumper, default_flow_style=None, allow_unicode=True, sort_keys=False, width=110
    )
    return f"# Converted from {' '.join(read.split())}.\n{body}"


def write(document: Document, path: Path) -> list[Path]:
    """Write the text to a file; folders on the way are made.

    Args:
        document: The scenario.
        path: The file.

    Returns:
        The file, as a list of one.

    Raises:
        ValueError: The file is there already.
    """
    if path.exists():
        raise ValueError(f"{path} is there already: give another name, or remove it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml_of(document), encoding="utf-8")
    return [path]
