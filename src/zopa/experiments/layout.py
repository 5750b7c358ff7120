"""What a run's folder holds and by which names; imports nothing, so that looking at runs is quick."""

BEHAVIOUR = 4
"""Version of the engine's behaviour: changes when the same inputs give other outcomes, or other columns of them."""

FORMAT = 1
"""Version of what a run's folder holds."""

MANIFEST, DESIGN, LOCK, SCENARIO = "manifest.json", "design.parquet", "experiment.lock.yaml", "scenario.lock.yaml"

TABLE = "outcomes.parquet"

TOURNAMENT, TOURNAMENT_LOCK, FINDINGS = "tournament.json", "tournament.lock.yaml", "findings.json"
"""What the folder of a tournament holds beside the folders of its runs; what was found stands in each of these."""

PARTS, ROUNDS = "parts", "parts_rounds"
"""Folders of a run for the parts of its outcomes and of its rounds."""

BLOCK = 1024
"""Worlds played together: wide enough to hide Python, small enough for the processor's cache."""
