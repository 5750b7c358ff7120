"""Lessons as the server tells them: both languages alike, answers kept back, terms in place, bets kept."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from zopa import simulate
from zopa.report.language import catalogue
from zopa.scenario.problems import ScenarioError
from zopa.web.app import create_app
from zopa.web.lessons.check import check_lesson
from zopa.web.lessons.load import found, own_scenarios, read_lesson
from zopa.web.lessons.markdown import heading, rendered, terms
from zopa.web.lessons.model import Lesson
from zopa.web.settings import Settings

LESSONS = sorted(found())
LEARNER = "a-learner-of-this-test"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=None, warm=False, processes=0))) as made:
        yield made


def told(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def test_eight_lessons_come_in_order(client: TestClient) -> None:
    all_of_them = told(client, "/api/lessons")
    assert all_of_them["broken"] == []
    assert [one["number"] for one in all_of_them["lessons"]] == list(range(1, 9))
    for one in all_of_them["lessons"]:
        assert (one["guide"], one["score"], len(one["roles"])) == (True, True, 2)


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_is_right(name: str) -> None:
    check_lesson(found()[name])


@pytest.mark.parametrize("name", LESSONS)
def test_both_languages_have_the_same_steps(client: TestClient, name: str) -> None:
    english, japanese = (told(client, f"/api/lessons/{name}?lang={code}") for code in ("en", "ja"))
    for one, other in zip(english["each"], japanese["each"], strict=True):
        for key in ("kind", "start", "side"):
            assert one[key] == other[key]
        for key in ("asked", "slid"):
            assert wordless(one[key]) == wordless(other[key])
        assert tags(one["html"]) == tags(other["html"]), "headings, tables and lists are the same"
        assert re.search("[\u3040-\u30ff]", other["html"]), "written in Japanese"
    assert english["title"] != japanese["title"]


def wordless(part: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (part or {}).items() if key not in ("ask", "unit", "label", "options")}


def tags(html: str) -> list[str]:
    return re.findall("<(h[1-6]|table|tr|ul|ol|li|blockquote)[ >]", html)


@pytest.mark.parametrize("name", LESSONS)
def test_steps_come_in_the_order_of_learning(name: str) -> None:
    kinds = [step.kind for step in read_lesson(found()[name]).lesson.steps if step.kind != "read"]
    last = {kind: at for at, kind in enumerate(kinds)}
    order = [kinds.index("play"), kinds.index("watch"), last["vary"], last["explain"], last["sandbox"]]
    assert order == sorted(order)
    assert min(kinds.index(kind) for kind in ("bet", "choice") if kind in kinds) < kinds.index("watch")


@pytest.mark.parametrize("name", LESSONS)
def test_answers_are_told_only_when_asked_for(client: TestClient, name: str) -> None:
    lesson = told(client, f"/api/lessons/{name}")
    file = read_lesson(found()[name])
    asked = [step["asked"] for step in lesson["each"] if step["asked"]]
    assert asked
    text = json.dumps(lesson)
    for step in file.lesson.steps:
        if because := getattr(step, "because", None):
            first = rendered(file.texts["en"][because].text, "en")
            assert json.dumps(first)[1:60] not in text
    assert '"right"' not in text
    assert '"truth"' not in text


def test_a_bet_on_one_world_is_that_world(client: TestClient) -> None:
    answer = told(client, "/api/lessons/shrinking_pie/truths/when")
    assert (answer["value"], answer["worlds"], answer["bars"]) == (6.0, 1, [])
    assert "41 of the 100 slices" in answer["because"]


def test_a_share_is_that_of_the_same_worlds_as_ever(client: TestClient) -> None:
    answer = told(client, "/api/lessons/one_offer/truths/eight_of_ten")
    truth = next(
        step for step in read_lesson(found()["one_offer"]).lesson.steps if getattr(step, "id", "") == "eight_of_ten"
    ).truth
    frame = simulate("ultimatum", worlds=1000, seed=truth.seed, overrides=truth.changes)
    assert answer["value"] == pytest.approx(100 * frame.agreed.mean())
    assert answer["value"] == told(client, "/api/lessons/one_offer/truths/eight_of_ten?lang=ja")["value"]


def test_a_mean_comes_with_the_spread_of_its_worlds(tmp_path: Path) -> None:
    own = tmp_path / "mine" / "offers"
    shutil.copytree(found()["one_offer"], own)
    lesson = (own / "lesson.yaml").read_text(encoding="utf-8").replace("name: one_offer", "name: offers")
    lesson = lesson.replace("of: share\n    measure: agreed", "of: mean\n    measure: annual_proposer")
    (own / "lesson.yaml").write_text(lesson, encoding="utf-8")
    check_lesson(own)
    with TestClient(create_app(Settings(store=None, warm=False, processes=0, lessons=(tmp_path / "mine",)))) as client:
        answer = told(client, "/api/lessons/offers/truths/eight_of_ten")
        assert answer["value"] == pytest.approx(3.944)
        bars = answer["bars"]
        assert sum(one["worlds"] for one in bars) == 1000
        assert [one["worlds"] for one in bars if one["low"] <= 8 < one["high"]] == [493]
        assert [one["worlds"] for one in bars if one["low"] <= 0 < one["high"]] == [507]


def test_a_choice_tells_the_right_one_and_why(client: TestClient) -> None:
    answer = told(client, "/api/lessons/one_offer/truths/best_demand?lang=ja")
    assert answer["right"] == "six_and_a_half"
    assert "平均" in answer["because"]


def test_what_is_not_there_is_said(client: TestClient) -> None:
    for path in (
        "/api/lessons/nothing",
        "/api/lessons/one_offer/truths/nothing",
        "/api/lessons/one_offer/sheets/buyer",
    ):
        response = client.get(path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
    assert client.get("/api/lessons/..%2f..%2fsecret").status_code in (404, 422)


def bet(client: TestClient, **more: Any) -> int:
    body = {"lesson": "one_offer", "id": "coins_only", "answer": 2.5, "token": LEARNER, **more}
    return client.post("/api/bets", json=body).status_code


def test_bets_are_kept_and_the_first_word_counts(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "games.sqlite", warm=False, processes=0)
    for answer in (2.5, 9.0):
        with TestClient(create_app(settings)) as client:
            assert bet(client, answer=answer) == 204
            assert bet(client, id="best_demand", answer="five") == 204
    import sqlite3

    with sqlite3.connect(tmp_path / "games.sqlite") as base:
        kept = base.execute("SELECT lesson, question, token, answer FROM lesson_bets ORDER BY question").fetchall()
    assert kept == [("one_offer", "best_demand", LEARNER, '"five"'), ("one_offer", "coins_only", LEARNER, "2.5")]


@pytest.mark.parametrize(
    "wrong",
    [{"answer": 11}, {"answer": "five"}, {"answer": -1}, {"id": "nothing"}, {"lesson": "nothing"}, {"token": "x"},
     {"token": "<script>alert(1)</script>"}, {"id": "best_demand", "answer": 5}, {"id": "best_demand", "answer": "six"},
     {"answer": None}, {"more": 1}],
)  # fmt: skip
def test_a_bet_that_makes_no_sense_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    assert bet(client, **wrong) in (404, 422)


@pytest.mark.parametrize("name", LESSONS)
def test_sheets_tell_one_side_only(client: TestClient, name: str) -> None:
    head = next(one for one in told(client, "/api/lessons?lang=ja")["lessons"] if one["name"] == name)
    sheets = {party: told(client, f"/api/lessons/{name}/sheets/{party}?lang=ja") for party in head["roles"]}
    for party, sheet in sheets.items():
        assert sheet["party"] == head["roles"][party]
        assert re.search("[\u3040-\u30ff]", sheet["html"])
    one, other = sheets.values()
    assert one["html"] != other["html"]
    for which in ("guide", "score"):
        assert told(client, f"/api/lessons/{name}/sheets/{which}")["party"] == ""


@pytest.mark.parametrize("code", ["en", "ja"])
@pytest.mark.parametrize("name", LESSONS)
def test_guides_say_what_a_teacher_asks_first(name: str, code: str) -> None:
    file = read_lesson(found()[name])
    text = file.texts[code][str(file.lesson.guide)].text
    for words in {"en": ("Aim", "Time", "45", "Question"), "ja": ("ねらい", "時間", "45", "問い")}[code]:
        assert words.lower() in text.lower(), words


@pytest.mark.parametrize("name", LESSONS)
def test_games_of_a_lesson_can_be_begun(client: TestClient, name: str) -> None:
    for step in told(client, f"/api/lessons/{name}")["each"]:
        if step["kind"] == "play":
            opened = client.post("/api/games", json=step["start"])
            assert opened.status_code == 201, opened.text
            assert list(opened.json()["keys"]) == [step["side"]]
            assert opened.json()["state"]["lesson"] == name


def test_a_teachers_own_lesson_stands_beside_the_shipped_ones_and_a_broken_one_is_named(tmp_path: Path) -> None:
    shutil.copytree(found()["one_offer"], tmp_path / "mine")
    shutil.copytree(found()["one_offer"], tmp_path / "broken")
    own = (tmp_path / "mine" / "lesson.yaml").read_text(encoding="utf-8")
    own = (
        own.replace("name: one_offer", "name: mine")
        .replace("number: 1", "number: 90")
        .replace("scenario: ultimatum", "scenario: scenario.yaml")
    )
    (tmp_path / "mine" / "lesson.yaml").write_text(own, encoding="utf-8")
    shutil.copy(Path(__file__).parents[2] / "configs" / "ultimatum.yaml", tmp_path / "mine" / "scenario.yaml")
    check_lesson(tmp_path / "mine")
    with TestClient(create_app(Settings(store=None, warm=False, processes=0, lessons=(tmp_path,)))) as client:
        heads = told(client, "/api/lessons")
        assert heads["lessons"][-1]["name"] == "mine"
        assert [one["name"] for one in heads["broken"]] == ["broken"]
        assert "called like its folder" in heads["broken"][0]["problem"]
        assert client.get("/api/lessons/broken").status_code == 422
        play = next(one for one in told(client, "/api/lessons/mine")["each"] if one["kind"] == "play")
        assert play["start"]["scenario"] == "lesson_mine"
        assert client.post("/api/games", json=play["start"]).status_code == 201
        own_text = tmp_path / "mine" / "en" / "opening.md"
        own_text.write_text("## Written while the server runs\n", encoding="utf-8")
        assert "Written while" in told(client, "/api/lessons/mine")["each"][0]["html"]
    assert own_scenarios((tmp_path,))["lesson_mine"] == tmp_path / "mine" / "scenario.yaml"


def test_markdown_brings_no_html_no_pictures_no_scripts() -> None:
    html = rendered(
        '<script>alert(1)</script> ![x](http://x/y.png) [a](javascript:alert(1)) <b>x</b>\n\n<div onclick="x">', "en"
    )
    assert not re.findall("<(?:script|img|b|div)[ >]", html)
    assert 'href="javascript' not in html


def test_terms_are_marked_also_in_tables_and_keep_their_words() -> None:
    html = rendered("| a |\n| --- |\n| {{term:zopa|the zone <i>}} |\n\n{{term:zopa}}", "ja")
    assert '<td><span class="term" data-term="zopa">the zone &lt;i&gt;</span></td>' in html
    assert '<span class="term" data-term="zopa">合意可能領域（ZOPA）</span>' in html


def test_a_heading_names_a_sheet() -> None:
    assert heading("# Japan: confidential\n\ntext") == "Japan"
    assert heading("text\n\n# 日本：秘密シート") == "日本"
    assert heading("## small") == ""


def test_the_glossary_has_all_terms_in_both_languages_with_an_example_number() -> None:
    english, japanese = terms("en"), terms("ja")
    assert english.keys() == japanese.keys()
    assert len(english) >= 25
    for code in ("en", "ja"):
        for name in english:
            text = catalogue(code)[f"web.glossary.{name}.about"]
            assert re.search(r"\d", text), f"{name} has an example in {code}"
            assert len(text) < 420


def test_the_flagships_lesson_says_that_it_was_judged(client: TestClient) -> None:
    heads = {one["name"]: one for one in told(client, "/api/lessons")["lessons"]}
    assert heads["us_japan"]["judged"]
    assert not heads["one_offer"]["judged"]


def test_the_schema_knows_what_the_reader_knows() -> None:
    schema = json.dumps(Lesson.model_json_schema())
    for key in ("slider", "truth", "because", "opponent", "at_least"):
        assert f'"{key}"' in schema


def test_a_lesson_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such file"):
        read_lesson(tmp_path / "lesson.yaml")


def test_the_worked_example_of_the_handbook_is_a_lesson(tmp_path: Path) -> None:
    handbook = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")
    (lesson,) = re.findall(r"```yaml\n(.*?)```", handbook, re.DOTALL)
    (text,) = re.findall(r"```markdown\n(.*?)```", handbook, re.DOTALL)
    folder = tmp_path / "late_offer"
    for code in ("en", "ja"):
        (folder / code).mkdir(parents=True)
        for name in re.findall(r"\w+\.md", lesson):
            (folder / code / name).write_text("# A text\n", encoding="utf-8")
    (folder / "en" / "why.md").write_text(text, encoding="utf-8")
    (folder / "lesson.yaml").write_text(lesson, encoding="utf-8")
    file = check_lesson(folder)
    assert {step.kind for step in file.lesson.steps} == {"play", "bet", "watch", "vary", "explain", "sandbox"}
    for demand, got in ((0.75, 7.5), (0.8, 0.0)):
        (one,) = simulate(
            "ultimatum", worlds=1, overrides=[f"parties.proposer.strategy.utility={demand}"]
        ).annual_proposer
        assert one == got, "what why.md says"
    settings = Settings(store=None, warm=False, processes=0, lessons=(tmp_path,))
    with TestClient(create_app(settings)) as client:
        assert told(client, "/api/lessons/late_offer/truths/eight")["value"] == 0.0


def test_serving_begins_with_a_lesson_where_one_is_named() -> None:
    from zopa.cli.serve import _beginning

    usual = Settings().scenario
    assert _beginning(usual, ()) == (usual, (), "")
    assert _beginning("one_offer", ()) == (usual, (), "#/lesson/one_offer")
    assert _beginning("log_roll", ()) == ("log_roll", (), "")
    own = found()["one_offer"]
    assert _beginning(str(own), ()) == (usual, (own,), "#/lesson/one_offer")
