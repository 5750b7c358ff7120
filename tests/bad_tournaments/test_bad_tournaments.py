"""Every way to get a tournament wrong, one file each, with the exact message that people see."""

from pathlib import Path

import pytest

import corpus
from zopa.experiments.tournament.entry import read_entries

HERE = Path(__file__).parent
NAMES = corpus.names(HERE)


def test_every_file_has_its_message_and_every_message_its_file():
    corpus.every_file_has_its_message(HERE)


@pytest.mark.parametrize("name", NAMES)
def test_message(name, monkeypatch):
    monkeypatch.chdir(HERE)
    corpus.says_what_is_written(name, read_entries)


@pytest.mark.parametrize("name", NAMES)
def test_places_are_inside_their_files(name, monkeypatch):
    monkeypatch.chdir(HERE)
    corpus.places_are_inside(name, read_entries)
