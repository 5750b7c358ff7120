"""Every way to get an experiment wrong, one file each, with the exact message that people see."""

from pathlib import Path

import corpus
from zopa.experiments.check import Check
from zopa.scenario.read_experiment import read_experiment


def check(path):
    return Check([read_experiment(path)])


test_every_file_has_its_message_and_every_message_its_file, test_message, test_places_are_inside_their_files = (
    corpus.tests_of(Path(__file__).parent, check)
)
