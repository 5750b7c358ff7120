"""A seat at the table: scripted games, what is said to bad input, and the ways to end."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.cli.play import converse, play
from zopa.cli.playing.seat import Seat
from zopa.game.luck import Luck
from zopa.seat.opponents import HIDDEN, TWINS
from zopa.seat.words import NotUnderstoodError
from zopa.solutions.pareto import pareto_packages
from zopa.talks import Talks


class Script:
    """Answers a game's questions with lines written beforehand, and keeps what was printed."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.printed = lines, list[str]()

    def ask(self, prompt: str) -> str:
        self.say(prompt)
        try:
            return next(self.lines)
        except StopIteration:
            raise EOFError from None

    def say(self, text: str) -> None:
        self.printed.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.printed)


def game(
    scenario: str, *lines: str, seat: str | None = None, vs: str | None = None, seed: int = 0, sets: Sequence[str] = ()
) -> tuple[Seat, str]:
    script = Script(iter(lines))
    played = converse(scenario, seat, vs, seed, sets, script.ask, script.say, "zopa play")
    return played, script.text


def flat(text: str) -> str:
    return " ".join(text.split())


def test_an_accepted_offer_pays_what_the_screen_said() -> None:
    seat, text = game("shrinking_pie", "share=50", "y", "n", "share=30", "y", vs="conceder")
    out = seat.talks.outcomes
    assert out.agreed[0]
    assert out.proposer[0] == 0
    share = {0: 50.0, 2: 30.0}[int(out.index[0])]
    assert out.payoff[0][0] == pytest.approx(share * 0.9 ** out.index[0])
    assert f"The offer is worth {share:.1f} slices to you (utility {share / 100:.2f})" in text
    assert "The second party accepts your offer." in text
    assert "zopa play --as first --vs conceder --seed 0" in text


def test_accepting_ends_the_talks_with_their_offer() -> None:
    seat, text = game("log_roll", "a", seat="downstream", vs="fixed_demand")
    out = seat.talks.outcomes
    assert out.agreed[0]
    assert out.proposer[0] == 0
    assert out.index[0] == 0
    assert f"a accept ({(out.payoff[1][0]) / 100:.2f})" in text
    assert "the offer of the upstream town" in text


def test_a_person_who_copies_a_strategy_gets_its_outcome() -> None:
    """The loop around a person is the loop of the talks: the same moves lead to the same end."""
    sets = ("parties.upstream.strategy.kind=hardliner",)
    alone = Talks(compile_play(load("log_roll", sets).scenario, Luck(0, 0, 1)))
    alone.play_out()
    seat, _ = game("log_roll", "c best", "y", *["r"] * 100, "n", seat="upstream")
    for name in ("agreed", "index", "proposer", "package"):
        assert np.array_equal(getattr(seat.talks.outcomes, name), getattr(alone.outcomes, name)), name
    assert seat.talks.outcomes.payoff[1] == alone.outcomes.payoff[1]


def test_walking_away_without_dates_pays_no_deal_at_once() -> None:
    seat, text = game("three_parties", "e", "no", "e", "y", seat="cedar")
    assert not seat.talks.outcomes.agreed[0]
    assert [payoff[0] for payoff in seat.talks.outcomes.payoff] == [4.0, 0.0, 2.0]
    assert not seat.talks.running
    assert text.count("Walk away for good") == 2
    assert "No deal." in text


def test_what_no_deal_is_worth_shrinks_only_while_one_talks() -> None:
    sets = ("parties.first.disagreement=20",)
    seat, _ = game("shrinking_pie", "c best", "y", "e", "y", vs="hardliner", sets=sets)
    assert seat.talks.outcomes.payoff[0][0] == pytest.approx(18.0)


def test_walking_away_with_dates_lets_the_calendar_run() -> None:
    seat, text = game("us_japan_2025", "e", "y", seat="us")
    assert not seat.talks.running
    assert not seat.talks.outcomes.agreed[0]
    assert "The threat of reciprocal tariff 25".casefold() in text.casefold()
    assert "1 Aug 2025" in text


def test_walking_away_is_worth_what_silence_is() -> None:
    left, _ = game("us_japan_2025", "e", "y", seat="us", seed=4)
    silent, _ = game("us_japan_2025", *["n"] * 100, seat="us", seed=4)
    for party in range(2):
        assert left.talks.outcomes.payoff[party] == silent.talks.outcomes.payoff[party]


def test_the_flagship_shows_dates_threat_and_every_issue() -> None:
    lines = ("c theirs autos=10 alaska=letter", "y", "w", "i rec", "q")
    seat, text = game("us_japan_2025", *lines, seat="japan", sets=BARE)
    assert "16 Apr 2025" in text
    assert "The threat of reciprocal tariff 24 is due on 9 Jul 2025; belief that it comes:" in flat(text)
    assert "Last round of the talks: 31 Dec 2025, in 259 days (37 rounds)." in text
    for issue in seat.talks.space.issues:
        assert f"\n {issue} " in text
    assert "0 (" not in next(line for line in text.splitlines() if line.startswith("   35 ("))[-8:]
    assert seat.talks.space.read(seat.asked)["autos"] == 10
    assert seat.talks.space.read(seat.asked)["alaska_lng"] == "letter_of_intent"
    assert "unfinished" in text


def around(**mechanisms: str) -> tuple[str, ...]:
    """Only these mechanisms around the flagship's table."""
    return (f"mechanisms={{{', '.join(f'{name}: {text}' for name, text in mechanisms.items())}}}",)


BARE = around()
FEW_TARIFFS = "{kind: agenda, by: us, keeps: {reciprocal: [24, 20]}, opens: 2025-05-20, hazard: 0}"
NO_YEN = "{kind: demand, party: us, keeps: {currency: [consult, appreciation]}, probability: 1}"
GROWERS = """{kind: constituency, party: %s, consent: %s, threshold: %s, start: 0.4, weight: 1,
  payoffs: {rice: [{kind: table, values: {0: 0, 60: -1, 130: -2, 260: -3, 424: -4, 600: -5, 1000: -6}, unit: x}],
    metals: [{kind: table, values: {50: -1, 25: 0, 0: 2}, unit: x}]}}"""


def worth_to_growers(seat: Seat, package: np.ndarray) -> int:
    levels = seat.talks.space.read(package)
    return -[0, 60, 130, 260, 424, 600, 1000].index(levels["rice"]) + {50: -1, 25: 0, 0: 2}[levels["metals"]]


def test_what_the_agenda_and_demands_close_is_refused_and_said() -> None:
    sets = around(tariffs=FEW_TARIFFS, yen=NO_YEN)
    typed = (
        "c theirs reciprocal=10 yen=none",
        "c best currency=none reciprocal=10",
        "y",
        "i reciprocal",
        "i curr",
        "h",
    )
    seat, text = game("us_japan_2025", *typed, "c hint", "y", "q", seat="japan", vs="hardliner", sets=sets)
    said = flat(text)
    assert "United States keeps the agenda closed: reciprocal only 24, 20." in said
    assert "United States insists: currency only consult, appreciation." in said
    assert "There is no issue 'yen'" in said
    assert "This may not be offered now: reciprocal=10, stacking=all_in (United States keeps the agenda closed:" in said
    assert "and currency=none (United States insists: currency only consult, appreciation)." in said
    assert "Not sent." in said  # a yes does not send it
    listings = [line for line in text.splitlines() if line.startswith(("   24 (", "   consult ("))]
    assert [line.count("(") for line in listings] == [2, 2]
    asked = seat.talks.space.read(seat.asked)
    assert asked["reciprocal"] in (24, 20)
    assert asked["currency"] != "none"
    best = next(line for line in text.splitlines() if line.startswith(" currency") and "(" in line)
    assert "consult" in best


def test_a_draft_that_may_not_be_offered_can_be_mended() -> None:
    sets = around(tariffs=FEW_TARIFFS)
    typed = ("c best reciprocal=10", "reciprocal=20", "y", "q")
    seat, _ = game("us_japan_2025", *typed, seat="japan", vs="hardliner", sets=sets)
    assert seat.talks.space.read(seat.asked)["reciprocal"] == 20


def test_an_offer_of_before_that_a_demand_has_closed_is_not_repeated() -> None:
    late = NO_YEN.replace("probability", "since: 2025-04-20, probability")
    typed = ("c best", "y", *["n"] * 1, "r", "q")
    seat, text = game("us_japan_2025", *typed, seat="japan", vs="hardliner", sets=around(yen=late))
    last = text[text.index("raises a demand") :]
    assert "r repeat" not in last
    assert "This may not be offered now: currency=none" in flat(last)
    assert seat.talks.index == 1


def test_where_nothing_may_be_offered_the_screen_says_so_and_nothing_is() -> None:
    typed = ("c best", "c", "h", "i autos", "n", "n", "q")
    seat, text = game("us_japan_2025", *typed, seat="japan")
    why = "Nothing may be offered today: the agenda, home and the red lines leave no level of autos."
    first = flat(text[: text.index("Round 1 of 38, exchange 2")])
    assert f"{why} You can only wait or walk away." in first
    assert first.count(why) == 5
    assert "Once that changes, these could be offered: autos:" in first
    assert "best, not today" in first
    assert "your best" not in first
    assert "c make an offer" not in first
    assert seat.asked is None
    assert seat.talks.index == 1


def test_a_package_that_home_would_not_ratify_is_neither_offered_nor_accepted() -> None:
    sets = around(rice_growers=GROWERS % ("japan", "own", "0"))
    typed = ("a", "c theirs", "", "c best rice=260", "metals=25", "", "i rice", "h", "c hint", "y", "q")
    seat, text = game("us_japan_2025", *typed, seat="japan", vs="hardliner", sets=sets)
    said = flat(text)
    assert worth_to_growers(seat, seat.heard[0][0]) < 0
    growers = "rice growers (Japan) would not ratify this (what counts there: metals, rice)."
    assert said.count(f"Their offer cannot be accepted: {growers}") == text.count("you: Japan ──") + 1
    assert said.count(f" {growers.capitalize().replace('japan', 'Japan')}") == 3
    assert "a accept" not in said
    assert worth_to_growers(seat, seat.asked) >= 0
    assert "   0 (0.00)  60 (" in text
    assert not seat.talks.outcomes.agreed[0]


def test_what_the_others_ratify_in_public_binds_too_and_what_is_hidden_does_not() -> None:
    for consent in ("public", "own", "hidden"):
        sets = around(growers=GROWERS % ("us", consent, "100"))
        seat, text = game("us_japan_2025", "c best", "y", "q", seat="japan", vs="hardliner", sets=sets)
        assert (seat.asked is None) == (consent == "public")
        assert ("Nothing may be offered today: home leaves no level of autos" in flat(text)) == (consent == "public")


@pytest.mark.parametrize("accepts", [True, False])
def test_an_accord_refused_at_home_is_told_and_the_game_goes_on(accepts: bool) -> None:
    """Nobody knows beforehand what the growers ask for."""
    growers = GROWERS % ("japan", "hidden", "0")
    typed = ("a", "y", "q") if accepts else ("c theirs rice=1000 metals=50", "y", "q")
    seat, text = game("us_japan_2025", *typed, seat="japan", vs="conceder", sets=around(rice_growers=growers))
    said = flat(text)
    assert "* Rice growers refuse the accord: Japan cannot ratify it." in said
    assert "* The accord does not hold: the offer is off the table. The talks go on." in said
    assert not seat.talks.outcomes.agreed[0]
    assert seat.talks.running
    assert ("United States accepts your offer." in said) == (not accepts)


def test_what_a_refusal_has_brought_to_light_binds_from_the_next_round_on() -> None:
    sets = around(rice_growers=GROWERS % ("japan", "hidden", "0"))
    typed = ("a", "y", "n", "c best rice=130 metals=25", "", "q")
    seat, text = game("us_japan_2025", *typed, seat="japan", vs="conceder", sets=sets)
    assert seat.talks.index == 1
    assert "Rice growers (Japan) would not ratify this" in flat(text)
    assert seat.asked is None


def test_a_leader_who_steps_in_is_named() -> None:
    leader = "{kind: principal, party: us, probability: 1, closeness: 0, markup: {rice: 2}}"
    typed = ("a", "y", "a", "y", "a", "y", "q")
    seat, text = game("us_japan_2025", *typed, seat="japan", vs="hardliner", sets=around(leader=leader))
    assert "* The leader of United States steps in and asks for more." in flat(text)
    assert text.count("The accord does not hold") == 2  # what he re-opened is not signed on the same day
    assert seat.talks.outcomes.agreed[0]


def test_talks_that_break_off_end_with_a_word() -> None:
    sets = around(end="{kind: breakdown, hazard: 1}", late=FEW_TARIFFS)
    seat, text = game("us_japan_2025", *["n"] * 10, seat="us", vs="hardliner", sets=sets)
    assert "* 23 Apr 2025: the talks break off for good." in flat(text)
    assert "No deal: the talks broke off." in text
    assert "unfinished" not in text
    assert text.count("──── you:") == 2
    assert "opens the agenda" not in text  # nobody talks any more
    assert "9 Jul 2025" in text  # but the calendar runs on
    assert not seat.talks.running


def test_what_the_other_side_says_is_told_once_and_support_at_home_is_shown() -> None:
    typed = [*["n"] * 9, "q"]
    _, text = game("us_japan_2025", *typed, seat="japan", sets=around(growers=GROWERS % ("japan", "none", "0")))
    assert text.count("* United States is in no hurry.") == 1
    assert "40 % of your people support you." in text
    _, text = game("us_japan_2025", "q", seat="japan", sets=BARE)
    assert "support you" not in text


def test_who_has_walked_away_hears_no_more_of_the_talks() -> None:
    seat, text = game("us_japan_2025", "e", "y", seat="japan")
    assert "opens the agenda" not in text
    assert "No deal." in text
    assert "Nothing could be offered when somebody last moved." in text
    assert not seat.talks.running


def test_nothing_is_wider_than_eighty_columns() -> None:
    typed = ["?", "i", "w", "h", "h 0.3", "c hint rice=60", "y", "c", "15", "", "x", "c theirs", "y", "w", "e", "y"]
    for scenario, seat in (("us_japan_2025", "japan"), ("us_japan_2025", "us"), ("three_parties", "birch")):
        _, text = game(scenario, *typed, seat=seat, vs="hardliner")
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type ? for help."),
        ("dance", "There is no command 'dance'; type ? for help."),
        ("c autos", "Write issue=level, not 'autos'"),
        ("autso=15", "There is no issue 'autso': did you mean autos?"),
        ("re=15", "'re' could be reciprocal, reverse_imports: write a little more."),
        ("autos=16", "There is no level of autos '16' (autos can be 27.5, 25,"),
        ("alaska_lng=leter_of_intend", "did you mean letter_of_intent?"),
        ("autos=20", "A red line of one of the parties rules out autos=20."),
        ("stacking=all_in reciprocal=0", "rules out reciprocal=0, stacking=all_in."),
        ("autos=15 rice", "There is no level of autos '15 rice'"),
        ("autos=15 rice 60 china=none", "Write issue=level"),
        ("r", "You have made no offer yet"),
        ("c hint", "There is nothing yet to start from under 'hint'"),
        ("h 2", "A hint takes a utility between 0 and 1, not '2'"),
        ("h nan", "A hint takes a utility between 0 and 1, not 'nan'"),
        ("a", "There is no offer of theirs to accept"),
    ],
)
def test_bad_input_is_explained_and_asked_for_again(typed: str, said: str) -> None:
    seat, text = game("us_japan_2025", typed, "q", seat="us")
    assert said in flat(text)
    assert seat.talks.index == 0
    assert seat.asked is None


def test_levels_far_apart_in_a_long_list_name_their_neighbours() -> None:
    assert "There is no level of share '60.5'; the nearest are 60 and 61." in flat(
        game("shrinking_pie", "share=60.5")[1]
    )


def test_who_may_only_answer_is_told_so() -> None:
    _, text = game("ultimatum", "c share=0", "h", "r", "n", seat="responder")
    assert text.count("You can only answer now") == 3
    assert "The responder" not in text.split("No deal.")[0]


def test_an_offer_or_acceptance_worth_less_than_no_deal_must_be_meant() -> None:
    seat, text = game("buyer_seller", "price=25", "", "price=25", "n", "q")
    assert seat.asked is None
    assert "Mind: no deal is worth more to you, 0.00 coins." in text
    seat, text = game("buyer_seller", "a", "", "a", "y", seat="seller")
    assert "Their offer is worth 2.00 coins less than no deal to you." in text
    assert seat.talks.outcomes.payoff[1][0] == -2.0


def test_issue_by_issue() -> None:
    seat, text = game("log_roll", "c", "100", "12.5", "7", "y", "q", vs="hardliner")
    assert "no level of power '12.5'" in flat(text)
    assert seat.talks.space.read(seat.asked) == {"water": 100, "power": 7}
    seat, _ = game("log_roll", "c", "40", ".", "power=3", "", "q", vs="hardliner")
    assert seat.talks.space.read(seat.asked) == {"water": 40, "power": 3}
    seat, text = game("log_roll", "c", "40", "x", "q", vs="hardliner")
    assert seat.asked is None


def test_a_hint_is_efficient_and_worth_the_asking() -> None:
    seat, text = game("log_roll", "h 0.6", "c hint", "y", "q", vs="hardliner")
    cells = [own[0] for own in seat.talks.payoffs.cells]
    points = pareto_packages(cells, seat.talks.play.game.allowed[0], seat.talks.space.first).payoffs
    mine, theirs = (seat.words.worth(own[None], seat.asked) for own in cells)
    assert mine >= 60.0
    assert theirs == pytest.approx(points[points[:, 0] >= 60.0][:, 1].max())
    assert f"It is worth {theirs:.1f} to the downstream town (no deal: 0.0)." in text


def test_where_nothing_is_known_a_hint_learns_from_their_offers() -> None:
    sets = ("information=none",)
    lines = ("h", "c best", "y", "h 0.5", "q")
    text = flat(game("log_roll", *lines, vs="boulware", sets=sets)[1])
    assert "You know nothing of their wishes yet" in text
    assert "You know their wishes only from their offers" in text


def test_what_changed_is_said_with_its_worth() -> None:
    _, text = game("log_roll", "c best", "y", "r", "r", "w", "q", vs="linear")
    assert "The downstream town changed, and what that is worth to you:" in text
    assert " → " in text


def test_a_hidden_opponent_is_drawn_by_the_seed_and_named_at_the_end() -> None:
    named = set()
    for seed in range(8):
        _, text = game("ultimatum", "share=5", "y", vs=HIDDEN, seed=seed)
        before, _, after = text.partition("Behind the responder was ")
        kind = after.partition(":")[0]
        assert kind not in before
        assert kind not in TWINS
        named.add(kind)
    assert len(named) > 2
    once, again = (game("ultimatum", "share=5", "y", vs=HIDDEN, seed=3)[1] for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("seat", "vs", "said"),
    [
        ("frist", None, "there is no party 'frist' in shrinking_pie (did you mean \"first\"?)"),
        (None, "bouware", "there is no strategy 'bouware' (did you mean \"boulware\"?)"),
        (None, "xyz", "there is no strategy 'xyz' (see: zopa list strategies)"),
    ],
)
def test_unknown_seats_and_strategies_are_refused(seat: str | None, vs: str | None, said: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared below
        game("shrinking_pie", seat=seat, vs=vs)
    assert str(error.value) == said


def test_the_words_find_packages_and_refuse_nonsense() -> None:
    seat, _ = game("us_japan_2025", "q")
    words = seat.words
    assert words.changes("autos=15, rice = 60 profit=90") == {"autos": 15, "rice": 60, "profit_split": 90}
    assert words.changes("autos=15%") == {"autos": 15}
    assert words.changes("") == {}
    for wrong in ("autos==15", "=15", "autos=", "autos 15", "autos=15=20"):
        with pytest.raises(NotUnderstoodError):
            words.changes(wrong)


def piped(typed: str, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "zopa", "play", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, check=False, cwd=cwd)


def test_the_command_plays_when_piped(repo_root: Path) -> None:
    done = piped("share=60\ny\n", "shrinking_pie", "--vs", "conceder", "-s", "time.rounds=1", cwd=repo_root)
    assert done.returncode == 0, done.stderr
    assert "> share=60" in done.stdout
    assert "zopa play shrinking_pie -s time.rounds=1 --as first --vs conceder --seed 0" in done.stdout
    assert done.stderr == ""


def test_interrupting_ends_politely_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt(prompt)

    monkeypatch.setattr("builtins.input", interrupted)
    with pytest.raises(SystemExit) as stop:
        play("shrinking_pie")
    assert stop.value.code == 130
    assert "the talks stay unfinished" in capsys.readouterr().out


def test_the_end_of_the_input_ends_politely(repo_root: Path) -> None:
    done = piped("share=60\n", "shrinking_pie", cwd=repo_root)
    assert done.returncode == 0, done.stderr
    assert "the talks stay unfinished" in done.stdout
    assert done.stderr == ""
