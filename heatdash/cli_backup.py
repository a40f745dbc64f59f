"""The commands that make a backup of the app's data and put one back."""

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heatdash.store.backup_file import Manifest


def add_backup_commands(
    commands: "argparse._SubParsersAction[Any]", /
) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """The two commands, added to the others."""
    backup = commands.add_parser("backup", help="write the app's clips and list of results to one file, while it runs")
    backup.add_argument("to", metavar="FILE", type=Path, help="the new file, such as heatdash.zip")
    backup.add_argument("--with-store", action="store_true", help="what was made from the clips, too")
    backup.add_argument("--with-secret", action="store_true", help="the secret that knows visitors again, too")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="put a backup back, while the app is stopped")
    restore.add_argument("source", metavar="FILE", type=Path, help="a file that backup has written")
    restore.add_argument("--replace", action="store_true", help="set aside what is there, within the data folder")
    restore.set_defaults(run=_restore)
    return backup, restore


def _backup(chosen: argparse.Namespace) -> None:
    from heatdash.store.make_backup import make_backup

    to = chosen.to.absolute()
    backup = make_backup(to=to, with_store=chosen.with_store, with_secret=chosen.with_secret)
    facts = _facts(backup.manifest, runs=backup.runs)
    if chosen.json:
        print(json.dumps({"backup": str(to), **facts, "without_clip": backup.without_clip}, indent=2))
        return
    print(f"Written to {to}: {_held(backup.manifest, runs=backup.runs)}.")
    if backup.without_clip and not chosen.with_store:
        print(f"Of {backup.without_clip} the clip is gone, so only --with-store keeps what was made from it.")
    if not chosen.with_secret:
        print("The file 'secret' is not in it; keep that apart, or nobody is known again after a restore.")


def _restore(chosen: argparse.Namespace) -> None:
    from heatdash.settings import data_folder
    from heatdash.store.restore_backup import restore_backup

    restored = restore_backup(source=chosen.source.absolute(), replace=chosen.replace)
    facts, aside = _facts(restored.manifest, runs=restored.runs), restored.set_aside
    if chosen.json:
        where = {"folder": str(data_folder()), "set_aside": None if aside is None else str(aside)}
        print(json.dumps({**where, **facts, "has_secret": restored.has_secret}, indent=2))
        return
    print(f"Restored into {data_folder()}: {_held(restored.manifest, runs=restored.runs)}, as of {facts['made_at']}.")
    if aside is not None:
        print(f"What was there lies in {aside}; delete it once you are sure.")
    if not facts["store"]:
        print("What was made from the clips is not in the backup; where it is gone, have the clips analysed again.")
    if not restored.has_secret:
        print(
            "There is no file 'secret' in the folder; put yours there before the app starts, or nobody is known again."
        )


def _facts(manifest: "Manifest", *, runs: int) -> dict[str, object]:
    from heatdash.store.artefact_store import STORE

    return {
        "version": manifest.version,
        "form": manifest.form,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(manifest.made_at_s)),
        "results": runs,
        "clips": manifest.clips,
        "bytes": manifest.bytes,
        "store": any(name.startswith(f"{STORE}/") for name in manifest.files),
    }


def _held(manifest: "Manifest", *, runs: int) -> str:
    results, clips = (
        f"{count} {name}{'' if count == 1 else 's'}" for count, name in ((runs, "result"), (manifest.clips, "clip"))
    )
    return f"{results} and {clips}, {manifest.bytes / 1e9:.3g} GB"
