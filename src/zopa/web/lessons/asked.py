"""What clients send to lessons."""

from typing import Annotated

from pydantic import Field, StringConstraints

from zopa.web.models import Model, Name, Text


class LessonBet(Model):
    """What a learner expects.

    Attributes:
        lesson: Name of the lesson.
        id: Name of the question.
        answer: What is expected: a number, or the name of an option.
        token: A random text that tells learners apart, and says nothing about them.
    """

    lesson: Name
    id: Name
    answer: Annotated[float, Field(ge=-1e12, le=1e12)] | Text
    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
