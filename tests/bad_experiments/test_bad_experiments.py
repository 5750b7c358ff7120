"""Every way to get an experiment wrong, one file each, with the exact message that people see."""

from pathlib import Path

import pytest

import corpus
from zopa.experiments.check import Check
from zopa.scenario.read_experiment import read_experiment

HERE = Path(__file__).parent
NAMES = corpus.names(HERE)


def check(path):
    return Check([read_experiment(path)])


def test_every_file_has_its_message_and_every_message_its_file():
    corpus.every_file_has_its_message(HERE)


@pytest.mark.parametrize("name", NAMES)
def test_message(name, monkeypatch):
    monkeypatch.chdir(HERE)
    corpus.says_what_is_written(name, check)


@pytest.mark.parametrize("name", NAMES)
def test_places_are_inside_their_files(name, monkeypatch):
    monkeypatch.chdir(HERE)
    corpus.places_are_inside(name, check)
