"""How sure a tournament is: intervals, ranks, pairs, supports, and how many worlds the cells still need."""
