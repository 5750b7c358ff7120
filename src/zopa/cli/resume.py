"""`zopa resume`: go on with a run."""

from pathlib import Path

from zopa.cli.run import Asked, run_command
from zopa.experiments.folder import Folder
from zopa.experiments.layout import LOCK, TOURNAMENT


def resume_command(config: str, processes: int, cluster: str | None, as_json: bool) -> None:
    """Go on with a run, named by its file or by its folder.

    Raises:
        ValueError: The folder holds no run.
    """
    folder = Path(config)
    if (folder / TOURNAMENT).exists():
        from zopa.cli.tournament import Asked as Entered
        from zopa.cli.tournament import tournament_command

        tournament_command(Entered(str(folder), processes=processes, cluster=cluster, as_json=as_json))
        return
    if not (folder.is_dir() and (folder / "manifest.json").exists()):
        run_command(Asked(config, processes=processes, cluster=cluster, as_json=as_json))
        return
    manifest = Folder(folder).read_manifest() or {}
    shard = "/".join(map(str, manifest["shard"])) if manifest.get("shard") else None
    if not (folder / LOCK).exists():
        raise ValueError(f"{folder} has no {LOCK}: it can't be resumed; run the experiment's file again")
    run_command(
        Asked(str(folder / LOCK), processes=processes, cluster=cluster, out=str(folder), shard=shard, as_json=as_json)
    )
