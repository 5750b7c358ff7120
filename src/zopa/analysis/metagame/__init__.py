"""The game between strategies that a tournament estimates: equilibria, dominance, replies, cycles, populations."""
