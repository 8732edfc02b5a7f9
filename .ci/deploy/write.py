"""Writes the stacks that AWS takes, from template.yaml and its parts: root.json and one file for each nested stack.

    .venv/bin/python .ci/deploy/write.py [DIRECTORY]      .build/deploy when it is not said
"""

import json
import pathlib
import sys

from expand import bundle, expand
from split import Partition


def stacks(template, owners, directory):
    """The templates by file name."""
    partition = Partition(expand(template, directory), owners)
    root = partition.root()
    if partition.faults:
        raise SystemExit("\n".join(sorted(set(partition.faults))))
    return {"root": root, **{name.lower(): stack for name, stack in partition.stacks.items()}}


def write(templates, directory):
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.json"):
        old.unlink()
    for name, template in templates.items():
        (directory / f"{name}.json").write_text(json.dumps(template, indent=1) + "\n")


if __name__ == "__main__":
    directory = sys.argv[1] if len(sys.argv) > 1 else ".build/deploy"
    write(stacks(*bundle.template_and_owners(), directory), directory)
