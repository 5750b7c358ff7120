"""Best replies, regret, security and what is kept against a best reply, by hand and by the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zopa.analysis.metagame.replies import replies

GAME = np.array([[[4.0, 1.0], [0.0, 1.0], [2.0, 0.0]], [[3.0, 0.0], [3.0, 2.0], [1.0, 2.0]]])


def test_by_hand() -> None:
    row, column = replies(GAME)
    assert row.best.tolist() == [[True, False, True], [False, True, False]]
    assert row.regret.tolist() == [[0.0, 3.0, 0.0], [1.0, 0.0, 1.0]]
    assert row.gap == pytest.approx([1 / 3, 0.0])  # on average 2 and 7/3
    assert row.security.tolist() == [0.0, 1.0]
    assert row.level == 1.0
    # The top is answered by left or middle, worth 4 or 0; the bottom by middle or right, worth 3 or 1.
    assert row.kept.tolist() == [[0.0, 4.0], [1.0, 3.0]]
    assert row.exposed == pytest.approx([2.0, 4 / 3])
    # With p on the top: 3 (1 − p) against the middle and 1 + p against the right meet at a half.
    assert row.secured == pytest.approx(1.5)
    assert row.guard == pytest.approx([0.5, 0.5])
    assert column.best.tolist() == [[True, False], [True, True], [False, True]]
    # The left and the right are answered by the top, the middle by the bottom.
    assert column.kept.tolist() == [[1.0, 1.0], [2.0, 2.0], [0.0, 0.0]]
    assert column.security.tolist() == [0.0, 1.0, 0.0]


def test_rock_paper_scissors_is_secure_only_mixed() -> None:
    (one,) = replies(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], dtype=float))
    assert one.level == -1.0
    assert one.secured == pytest.approx(0.0, abs=1e-12)
    assert one.guard == pytest.approx([1 / 3] * 3)
    assert one.kept.tolist() == [[-1.0, -1.0]] * 3
    assert one.exposed == pytest.approx([1.0] * 3)


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.just(2)).flatmap(
        lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(-3, 3))
    )
)
def test_by_the_definition(game: np.ndarray) -> None:
    own, across = game[:, :, 0].tolist(), game[:, :, 1].tolist()
    row, column = replies(game.astype(float))
    for i, pays in enumerate(own):
        answers = [j for j, pay in enumerate(across[i]) if pay == max(across[i])]
        assert row.kept[i].tolist() == [min(pays[j] for j in answers), max(pays[j] for j in answers)]
        assert [j for j in range(len(pays)) if column.best[j, i]] == answers
        for j, pay in enumerate(pays):
            assert row.regret[i, j] == max(other[j] for other in own) - pay
    assert row.level <= row.secured + 1e-9 <= min(max(other[j] for other in own) for j in range(len(own[0]))) + 2e-9
    sure = (row.guard[:, None] * np.array(own)).sum(axis=0).min()
    assert sure == pytest.approx(row.secured, abs=1e-12)
