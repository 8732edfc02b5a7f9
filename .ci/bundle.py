"""Joins what lies beside the features with what all of them share: the SAM template and the API description."""

import pathlib

import yaml
from samtranslator.yaml_helper import yaml_parse


def template(path="template.yaml", parse=yaml_parse):
    """The template with the resources of its parts."""
    return template_and_owners(path, parse)[0]


def template_and_owners(path="template.yaml", parse=yaml_parse):
    """The template, and the feature of each of its resources, the folder of its part; None for those of the root."""
    whole = parse(pathlib.Path(path).read_text())
    parts = whole.pop("Metadata", {}).get("Parts", [])
    owners = dict.fromkeys(whole["Resources"])
    for part in parts:
        added = parse((pathlib.Path(path).parent / part / "template.yaml").read_text())
        owners |= dict.fromkeys(added["Resources"], pathlib.Path(part).name)
        add(whole, added, part, 1)
    return whole, owners


def description(root):
    """The API description with the routes and schemas of the parts; a part without routes has none."""
    shared = yaml.safe_load((root / "Functions/openapi.yaml").read_text())
    components = shared.pop("components")
    whole = {**shared, "paths": {}, "components": components}
    for part in yaml_parse((root / "template.yaml").read_text())["Metadata"]["Parts"]:
        file = root / part / "openapi.yaml"
        if file.exists():
            for section, members in yaml.safe_load(file.read_text()).items():
                add(whole, {section: members}, part, 2 if section == "components" else 1)
    return whole


def add(whole, part, place, depth):
    """Adds what is below the first `depth` names of a part. Whatever is there already is a mistake."""
    for name, value in part.items():
        if depth > 0:
            add(whole.setdefault(name, {}), value, f"{place}: {name}", depth - 1)
        elif name in whole:
            raise SystemExit(f"{place}: {name} is declared twice")
        else:
            whole[name] = value
