"""Every way to get a lesson wrong, one file each, with the exact message that people see."""

from pathlib import Path

import corpus
from zopa.web.lessons.check import check_lesson


def check(name):
    return check_lesson(Path(name))


test_every_file_has_its_message_and_every_message_its_file, test_message, test_places_are_inside_their_files = (
    corpus.tests_of(Path(__file__).parent, check)
)
