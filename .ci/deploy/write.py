"""Writes the stacks that AWS takes, from template.yaml and its parts: root.json and one file for each nested stack.

    .venv/bin/python .ci/deploy/write.py [DIRECTORY]      .build/deploy when it is not said
"""

import json
import pathlib
import sys

from expand import bundle, expand
from split import Partition


def owners(template, path="template.yaml"):
    """The feature of each resource, the folder of the part that declares it; None for those of the root."""
    result = dict.fromkeys(template["Resources"])
    for part in bundle.yaml_parse(pathlib.Path(path).read_text())["Metadata"]["Parts"]:
        resources = bundle.yaml_parse((pathlib.Path(path).parent / part / "template.yaml").read_text())["Resources"]
        result |= dict.fromkeys(resources, pathlib.Path(part).name)
    return result


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
    template = bundle.template()
    write(stacks(template, owners(template), directory), directory)
