"""Issues, levels, clusters, packages, cells."""

import numpy as np
import pytest

from zopa.game.space import Space
from zopa.game.values import value_of

SPACE = Space.of(
    {"rate": [0, 5, 10], "rice": [1, 2], "stacking": ["yes", "no"], "day": ["mon"]}, {"tariff": ["rate", "stacking"]}
)


def test_clusters_stand_where_their_first_issue_stands() -> None:
    assert SPACE.names == ("tariff", "rice", "day")
    assert SPACE.clusters == ((0, 2), (1,), (3,))
    assert SPACE.first.tolist() == [0, 6, 8, 9]
    assert SPACE.cells == 9
    assert SPACE.packages == 12
    assert SPACE.cells_of(1) == slice(6, 8)


def test_the_last_issue_of_a_cluster_turns_fastest() -> None:
    assert SPACE.combinations[0] == ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1))


def test_reading_undoes_finding_for_every_package() -> None:
    seen = []
    for a in range(6):
        for b in range(2):
            package = np.array([a, b, 0], dtype=np.int16)
            levels = SPACE.read(package)
            assert SPACE.find(levels).tolist() == package.tolist()
            seen.append(tuple(levels.values()))
    assert len(set(seen)) == SPACE.packages
    assert seen[3] == (0, 2, "no", "mon")


def test_level_indices_of_many_packages() -> None:
    packages = np.array([[5, 1, 0], [0, 0, 0]], dtype=np.int16)
    assert SPACE.level_indices(packages).tolist() == [[2, 1, 1, 0], [0, 0, 0, 0]]


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        SPACE.find({"rate": 0})
    with pytest.raises(ValueError, match="not in"):
        SPACE.find({"rate": 7, "rice": 1, "stacking": "yes", "day": "mon"})


def test_more_packages_than_an_int64_can_number() -> None:
    assert Space.of({f"i{k}": tuple(range(10)) for k in range(20)}).packages == 10**20


def test_a_package_is_worth_its_cells_in_cluster_order() -> None:
    cells = np.array([[0.1, 0.2, 0.3, 1e16, 5.0, 6.0, -1e16, 8.0, 0.5]])
    package = np.array([[3, 0, 0]], dtype=np.int16)
    assert value_of(cells, package, SPACE.first)[0] == ((0.0 + 1e16) + -1e16) + 0.5
