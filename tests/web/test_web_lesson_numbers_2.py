"""Numbers in the texts of lessons 3 to 8: played here, and looked for in both languages."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from zopa import simulate
from zopa.build.compile import space_of
from zopa.build.load import load, shipped
from zopa.build.value import central_cells
from zopa.report.language import LANGUAGES
from zopa.scenario.check import resolve_package
from zopa.web.lessons.check import check_lesson
from zopa.web.lessons.load import OWN_SCENARIO, LessonFolder, find
from zopa.web.lessons.markdown import rendered
from zopa.web.lessons.model import Bet, Choice, Play, Talk, Truth, Vary
from zopa.web.models import Place, Start
from zopa.web.scenarios import Scenarios
from zopa.web.settings import Settings
from zopa.web.sitting import Sitting

LESSONS = ("log_rolling", "deadlines", "threats", "hands_tied", "cheap_talk", "us_japan")
STUDIES = Path(__file__).parents[2] / "experiments" / "studies"
DISBELIEF = "time.threats.letter.belief={value: 0.2, unit: probability, basis: estimate, source: tried here}"


@cache
def lesson(name: str) -> LessonFolder:
    """A lesson, with all its talks tried."""
    return check_lesson(find(name))


@cache
def played(name: str, changes: tuple[str, ...] = (), seats: tuple[tuple[str, str], ...] = ()) -> pd.DataFrame:
    """A thousand worlds of a lesson's scenario."""
    return _played(name, "", seats, changes, 1, 1000)


@cache
def _played(
    name: str, scenario: str, seats: tuple[tuple[str, str], ...], changes: tuple[str, ...], seed: int, worlds: int
) -> pd.DataFrame:
    called = scenario or lesson(name).lesson.scenario
    path = lesson(name).folder / OWN_SCENARIO if called == OWN_SCENARIO else shipped()[called]
    kinds = [f"parties.{party}.strategy.kind={kind}" for party, kind in seats]
    return simulate(path, worlds=worlds, seed=seed, overrides=(*kinds, *changes))


def talked(name: str, talk: Talk, worlds: int, changes: tuple[str, ...] = ()) -> pd.DataFrame:
    """Worlds of a step of a lesson."""
    seats = tuple(getattr(talk, "strategies", {}).items())
    return _played(name, talk.scenario, seats, (*talk.changes, *changes), talk.seed, worlds)


def true(name: str, truth: Truth) -> float:
    """What comes out of a bet."""
    frame = talked(name, truth, truth.world + 1 if truth.of == "world" else truth.worlds)
    column = frame[truth.measure.removeprefix("issue:")].astype(float)
    if truth.of == "world":
        return float(column.iloc[truth.world])
    if truth.of == "mean":
        return float(column.mean())
    assert truth.measure == "agreed"
    return 100 * float(column.mean())


def text(name: str, code: str, file: str) -> str:
    return "\n".join(lesson(name).texts[code][file].lines) if file in lesson(name).texts[code] else ""


def stands(number: str, in_text: str) -> bool:
    """Whether a number stands in a text, not as a part of a longer one."""
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", in_text) is not None


def says(name: str, file: str, value: float, digits: int = 0, ja: float | None = None) -> None:
    """A text says a number, in both languages; Japanese may count in hundreds of millions."""
    for code in LANGUAGES:
        shown = f"{value + 0.0:.{digits}f}" if code == "en" or ja is None else f"{ja:.0f}"
        assert stands(shown, text(name, code, file)), f"{name}/{code}/{file} does not say {shown}"


@pytest.mark.parametrize("name", LESSONS)
def test_the_lesson_is_right_and_all_its_files_are_used(name: str) -> None:
    """It loads; nothing lies about that no step shows; Markdown leaves no stars and no braces behind."""
    for code in LANGUAGES:
        written = {path.name for path in (lesson(name).folder / code).glob("*.md")}
        assert written == set(lesson(name).texts[code])
        for file in written:
            page = rendered(text(name, code, file), code)
            assert "*" not in page, f"{name}/{code}/{file}"
            assert "{{" not in page, f"{name}/{code}/{file}"


@pytest.mark.parametrize("name", LESSONS)
def test_languages_say_the_same_numbers_in_tables(name: str) -> None:
    """Role sheets and guides: the same rows, with the same numbers."""
    for file in lesson(name).texts["en"]:
        rows = {
            code: [line for line in text(name, code, file).splitlines() if line.startswith("|")] for code in LANGUAGES
        }
        assert len(rows["en"]) == len(rows["ja"]), f"{name}/{file}"
        if file.startswith("role_"):
            numbers = [[re.findall(r"[+−]?\d[\d,.]*", line) for line in rows[code]] for code in LANGUAGES]
            for ours, theirs in zip(*numbers, strict=True):
                assert sorted(ours[-1:]) == sorted(theirs[-1:]), f"{name}/{file}: {ours} {theirs}"


@pytest.mark.parametrize("name", LESSONS)
def test_the_answers_to_bets_are_what_the_texts_say(name: str) -> None:
    """What the engine says is the number in the text that explains it, and no number of the question."""
    for step in lesson(name).lesson.steps:
        if isinstance(step, Bet):
            value = true(name, step.truth)
            assert step.low <= value <= step.high
            assert step.because is not None
            says(name, step.because, value, step.digits)


@pytest.mark.parametrize("name", LESSONS)
def test_a_seat_can_be_taken_wherever_the_lesson_offers_one(name: str) -> None:
    """Each step of play begins, and waits for the learner, or says why there is nothing to do."""
    scenarios = Scenarios(Settings())
    for step in lesson(name).lesson.steps:
        if not isinstance(step, Play):
            continue
        called = lesson(name).scenario(step.scenario)
        others = [one for one in scenarios.document(called).scenario.parties if one != step.side]
        seats = {one: Place(strategy=step.opponent) for one in others} | {step.side: Place(person=True)}
        start = Start(scenario=called, changes=step.changes, seed=step.seed, world=step.world, seats=seats)
        sitting = Sitting(start, scenarios.setup(start))
        assert sitting.turn == step.side
        sitting.close()


@pytest.mark.parametrize("name", LESSONS)
def test_the_slider_shows_something(name: str) -> None:
    """Over its thousand worlds the least and the largest value differ in what is measured."""
    for step in lesson(name).lesson.steps:
        if isinstance(step, Vary):
            first, *_, last = step.slider.values  # noqa: PD011
            ends = [talked(name, step, step.worlds, (f"{step.slider.path}={value:g}",)) for value in (first, last)]
            moved = [abs(_mean(ends[0], one) - _mean(ends[1], one)) for one in step.measures if one != "agreed"]
            assert max(moved) > (0.5 if name == "us_japan" else 3.0)


def _mean(frame: pd.DataFrame, measure: str) -> float:
    return float(frame[measure.removeprefix("issue:")].astype(float).mean())


def test_log_rolling_makes_what_its_texts_say() -> None:
    one_by_one = (("upstream", "issue_by_issue"), ("downstream", "issue_by_issue"))
    together = (("upstream", "log_roller"), ("downstream", "log_roller"))
    for seats, points, when in ((one_by_one, 50, 16), (together, 70, 10)):
        world = _played("log_rolling", "", seats, (), 1, 1).iloc[0]
        assert (world.annual_upstream, world.annual_downstream, world["round"]) == (points, points, when)
        says("log_rolling", "because_together.md", when)
    for tilt in (0.0, 0.2, 0.4):
        frame = played("log_rolling", (f"quantities.tilt.value={tilt}",))
        says("log_rolling", "explain.md", float((frame.annual_upstream + frame.annual_downstream).mean()))


def test_deadlines_swing_as_their_texts_say() -> None:
    for rounds in (2, 3, 9, 10):
        says("deadlines", "explain.md", _mean(played("deadlines", (f"time.rounds={rounds}",)), "annual_fisher"), 1)
    assert _mean(played("deadlines", ("time.rounds=1",)), "annual_fisher") == 20
    six = played("deadlines")
    says("deadlines", "bet.md", _mean(six, "price"))
    assert round(_mean(six, "annual_fisher")) == 4
    says("deadlines", "because.md", _mean(six, "price"))
    slow = _played("deadlines", "", (("fisher", "boulware"), ("cook", "conceder")), (), 1, 2).iloc[1]
    says("deadlines", "explain.md", slow.price)
    says("deadlines", "explain.md", slow.annual_fisher + slow.annual_cook)


def test_threats_bend_where_their_texts_say() -> None:
    alone = _mean(played("threats", ("time.outside.designer=0",)), "wage")
    says("threats", "bet.md", alone)
    for pays in (20, 40):
        assert _mean(played("threats", (f"time.outside.designer={pays}",)), "wage") == alone
    for pays in (0, 60, 80):
        says("threats", "explain.md", _mean(played("threats", (f"time.outside.designer={pays}",)), "wage"))


def test_a_threat_that_is_not_believed_costs_about_the_same() -> None:
    believed, not_believed = (played("us_japan", changes) for changes in ((), (DISBELIEF,)))
    for frame in (believed, not_believed):
        says("threats", "because_belief.md", 100 * _mean(frame, "agreed"))
    assert abs(_mean(believed, "annual_japan") - _mean(not_believed, "annual_japan")) < 0.2


def test_tied_hands_bring_what_their_texts_say() -> None:
    asked = {
        at: played("hands_tied", (f"mechanisms.north_parliament.threshold={at}",)) for at in (0, 40, 50, 60, 70, 80, 90)
    }
    for at in (0, 40, 60, 70, 80):
        says("hands_tied", "explain.md", _mean(asked[at], "annual_north"))
    for at in (0, 90):
        assert round(_mean(asked[at], "annual_south")) == (95 if at == 0 else 0)
    says("hands_tied", "explain.md", _mean(asked[0], "annual_south"))
    says("hands_tied", "explain.md", _mean(asked[80], "annual_south"))
    says("hands_tied", "bet.md", _mean(asked[50], "annual_north"))
    says("hands_tied", "bet.md", 100 * _mean(asked[50], "agreed"))
    free = played("hands_tied", ("mechanisms.north_parliament.consent=none",))
    says("hands_tied", "bet.md", _mean(free, "annual_north"))
    assert 100 * _mean(asked[70], "agreed") == pytest.approx(50, abs=1)
    unknown = ("mechanisms.north_parliament.threshold=60", "mechanisms.north_parliament.consent=hidden")
    says("hands_tied", "explain.md", _mean(played("hands_tied", unknown), "annual_north"))


def test_talk_is_worth_what_its_texts_say() -> None:
    silent, claim = played("cheap_talk"), "parties.kite.strategy.says=[{kind: patience, claim: 30}]"
    says("cheap_talk", "bet_sceptic.md", _mean(silent, "annual_kite"))
    heard = played("cheap_talk", (claim,))
    pd.testing.assert_frame_equal(silent, heard)
    believed = played("cheap_talk", (claim, "mechanisms.loom_ears.naive=1"))
    says("cheap_talk", "explain.md", _mean(believed, "annual_kite") - _mean(silent, "annual_kite"))
    lines: dict[float, Any] = {}
    for loud in (0.5, 1, 2, 3):
        keeps = "{share: [70, 75, 80, 85, 90, 95, 100]}"
        line = f"parties.kite.strategy.says=[{{kind: red_line, loud: {loud}, keeps: {keeps}}}]"
        lines[loud] = played("cheap_talk", (line,))
        says("cheap_talk", "explain.md", _mean(lines[loud], "annual_kite"))
    says("cheap_talk", "explain.md", 100 * _mean(lines[3], "agreed"))
    says("cheap_talk", "because_half.md", _mean(lines[0.5], "annual_kite"))
    assert round(_mean(lines[0.5], "share") - _mean(silent, "share")) == 10
    assert float((lines[0.5].share < 70).mean()) > 0.5


def test_the_flagship_lesson_says_what_came_out() -> None:
    now, calm = played("us_japan"), played("us_japan", ("time.threats=[]",))
    says("us_japan", "bet_threat.md", 100 * _mean(now, "agreed"))
    us = _mean(now, "annual_us") - _mean(calm, "annual_us")
    japan = _mean(calm, "annual_japan") - _mean(now, "annual_japan")
    says("us_japan", "because_threat.md", us, 1, ja=round(us, 1) * 10)
    says("us_japan", "because_threat.md", japan, 1, ja=round(japan, 1) * 10)
    free = played("us_japan", ("gates=false",))
    for party in ("us", "japan"):
        gain = _mean(free, f"annual_{party}") - _mean(now, f"annual_{party}")
        assert gain > 0
        says("us_japan", "because_lines.md", gain, 1, ja=round(gain, 1) * 10)
    for frame in (now, free):
        says("us_japan", "because_lines.md", 100 * _mean(frame, "agreed"))


def test_a_larger_threat_leaves_less_for_both_together() -> None:
    """The slider of the letter: more for the US, less in all; the rate in the deals hardly moves."""
    low, high = (played("us_japan", (f"time.threats.letter.levels.reciprocal={rate}",)) for rate in (10, 35))
    us, japan = (_mean(high, f"annual_{party}") - _mean(low, f"annual_{party}") for party in ("us", "japan"))
    assert us > 1
    assert us + japan < -0.3
    assert _mean(high, "agreed") > _mean(low, "agreed")
    assert abs(_mean(high, "reciprocal") - _mean(low, "reciprocal")) < 1


def test_the_worlds_of_the_flagship_lesson_are_as_told() -> None:
    """World 993 ends on 22 July in the eight rounds; world 69 on 16 July, after an accord refused on 11 June."""
    steps = lesson("us_japan").lesson.steps
    play = next(step for step in steps if isinstance(step, Play))
    ended = _played("us_japan", "", (), play.changes, 1, 994).iloc[993]
    assert (str(ended.date)[:10], ended.autos, ended.investment) == ("2025-07-22", 15, 550)
    watched = played("us_japan").iloc[69]
    assert (str(watched.date)[:10], watched.president_stepped_in) == ("2025-07-16", 1)


@pytest.mark.parametrize("party", ["us", "japan"])
def test_role_sheets_of_the_flagship_give_central_values(party: str) -> None:
    """Each gain or loss is the difference of two packages at central values; after the vote, for rice."""
    document = load("us_japan_2025")
    cells, space = central_cells(document)[party], space_of(document.scenario)
    start = resolve_package(document.scenario, "status_quo")

    def worth(**levels: Any) -> float:
        return float(cells[space.first[:-1] + space.find({**start, **levels})].sum())

    rows = [
        line.split("|")[-2] for line in text("us_japan", "en", f"role_{party}.md").splitlines() if line.startswith("|")
    ]
    said = [float(re.findall(r"[+−]?[\d.]+", row)[0].replace("−", "-")) for row in rows[2:]]
    changed: list[dict[str, Any]] = [
        {"autos": 15}, {"autos": 10}, {"reciprocal": 25}, {"stacking": "all_in"}, {"rice": 260},
        *([{"rice": 600}] if party == "japan" else []),
        *({"investment": fund, "profit_split": 90} for fund in (300, 550, 1000)),
        {"farm_purchases": 8}, {"energy_purchases": 7}, {"car_standards": "accepted"},
        *([{"china": "alignment"}] if party == "us" else []), {"currency": "appreciation"},
    ]  # fmt: skip
    for levels, shown in zip(changed, said, strict=True):
        assert worth(**levels) - worth() == pytest.approx(shown, abs=0.0501), levels
    says("us_japan", f"role_{party}.md", abs(worth()), 1)
    says("us_japan", f"role_{party}.md", abs(worth(reciprocal=25)), 1)


def test_what_is_said_of_studies_stands_in_them() -> None:
    """Verdicts are counted, figures looked up in the answers of the studies."""
    verdicts = [
        found for path in STUDIES.glob("*/study.yaml")
        for found in re.findall(r"^ +verdict: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]  # fmt: skip
    for number in (len(verdicts), *(verdicts.count(word) for word in ("holds", "fails", "undecided"))):
        says("us_japan", "explain.md", number)
    for study, figures in (
        ("threat", ("10 to 13", "3.1 to 3.7", "3.5 to 4.1")),
        ("investment", ("about four points", "8 to 12")),
    ):
        answer = (STUDIES / study / "README.md").read_text(encoding="utf-8")
        for figure in figures:
            assert figure in answer
            assert figure in text("us_japan", "en", "explain.md")
    deadline = (STUDIES / "deadline" / "README.md").read_text(encoding="utf-8")
    for share in (16, 17, 67):
        assert f"{share} % [" in deadline
        says("deadlines", "because_crowd.md", share)


def test_choices_are_told_apart_from_their_reasons() -> None:
    for name in LESSONS:
        for step in lesson(name).lesson.steps:
            if isinstance(step, Choice):
                assert step.text != step.because
