"""A world explained: reasons that hold, books that balance."""

import json

import numpy as np
import pytest

from zopa.build.load import load
from zopa.experiments.simulate import run
from zopa.report.explain import Explained
from zopa.talks.table import ADDED


@pytest.fixture(scope="module")
def explained() -> list[Explained]:
    document = load("us_japan_2025")
    return [Explained(document, 1, world) for world in range(4)]


def test_the_parts_are_the_payoff(explained: list[Explained]) -> None:
    for one in explained:
        for account in one.accounts:
            total = 0.0
            for part in ADDED:
                total = total + account.parts[part]
            assert total == account.payoff


def test_the_lines_are_the_parts_up_to_rounding(explained: list[Explained]) -> None:
    for one in explained:
        for account in one.accounts:
            for part in ("issues", "politics", "market"):
                lines = sum(line.worth for line in account.lines if line.part == part)
                assert np.isclose(lines, account.parts[part], rtol=1e-9, atol=1e-9)


def test_who_accepts_gets_what_it_asks_or_is_at_a_deadline(explained: list[Explained]) -> None:
    answers = [answer for one in explained for answer in one.answers]
    assert any(answer.yes for answer in answers)
    for answer in answers:
        if answer.yes is None:
            assert "leave no package" in answer.why
        elif answer.yes:
            assert "no less than what it would ask for" in answer.why or "last exchange before a deadline" in answer.why
        else:
            assert any(reason in answer.why for reason in ("no deal is better", "ask for more", "even now", "ratify"))


def test_a_world_of_a_run_is_explained_as_it_was_played(tmp_path, capsys) -> None:
    from zopa.cli.explain import explain_command

    frame = run("us_japan_2025", worlds=3, seed=9, out=tmp_path / "kept", overrides=["time.threats=[]"])
    explain_command(str(tmp_path / "kept"), 2, None, (), as_json=True)
    said = capsys.readouterr()
    assert json.loads(said.out)["parties"]["us"]["payoff"] == frame.payoff_us[2]
    assert not said.err
    with pytest.raises(ValueError, match="has worlds 0 to 2, not 3"):
        explain_command(str(tmp_path / "kept"), 3, None, (), as_json=False)
    with pytest.raises(ValueError, match="leave out -s and --seed"):
        explain_command(str(tmp_path / "kept"), 0, 4, (), as_json=False)


def test_the_page_is_no_wider_than_people_read(explained: list[Explained]) -> None:
    for one in explained:
        text = one.text()
        assert "Why:" in text
        assert "in all" in text
        assert max(map(len, text.splitlines())) <= 100


def test_lumps_are_explained_too() -> None:
    one = Explained(load("shrinking_pie"), 0, 0)
    assert [account.parts["time"] for account in one.accounts] == [0.0, 0.0]
    assert "round 1" in one.text()
