"""What a run's folder holds and by which names; imports nothing, so that looking at runs is quick."""

BEHAVIOUR = 3
"""Version of the engine's behaviour: changes when the same inputs give other outcomes."""

FORMAT = 1
"""Version of what a run's folder holds."""

MANIFEST, DESIGN, LOCK, SCENARIO = "manifest.json", "design.parquet", "experiment.lock.yaml", "scenario.lock.yaml"

TABLE = "outcomes.parquet"

PARTS, ROUNDS = "parts", "parts_rounds"
"""Folders of a run for the parts of its outcomes and of its rounds."""

BLOCK = 1024
"""Worlds played together: wide enough to hide Python, small enough for the processor's cache."""
