"""References of a CloudFormation template: which there are, and the same template with others in their place."""

import re

VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")


def references(value):
    """Every (name, attribute or None) that a value refers to, pseudo parameters too."""
    found = []
    rewrite(value, lambda name, attribute: found.append((name, attribute)))
    return found


def conditions(value):
    """The conditions that a value depends on."""
    if isinstance(value, dict):
        if "Fn::If" in value:
            yield value["Fn::If"][0]
        if isinstance(value.get("Condition"), str):
            yield value["Condition"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from conditions(inner)


def rewrite(value, replacement):
    """`replacement` gives for (name, attribute) what stands for it, in the form of `Fn::Sub`; None leaves it."""
    if isinstance(value, list):
        return [rewrite(inner, replacement) for inner in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        return reference(replacement(value["Ref"], None), value)
    if set(value) == {"Fn::GetAtt"}:
        target = value["Fn::GetAtt"]
        name, attribute = target if isinstance(target, list) else target.split(".", 1)
        return reference(replacement(name, attribute), value)
    if set(value) == {"Fn::Sub"}:
        text, variables = value["Fn::Sub"] if isinstance(value["Fn::Sub"], list) else (value["Fn::Sub"], {})
        variables = {name: rewrite(inner, replacement) for name, inner in variables.items()}
        text = VARIABLE.sub(lambda match: match[0] if match[1] in variables else
                            replacement(*(match[1].split(".", 1) + [None])[:2]) or match[0], text)
        return {"Fn::Sub": [text, variables] if variables else text}
    return {name: rewrite(inner, replacement) for name, inner in value.items()}


def reference(text, old):
    """The shortest form of a text of `Fn::Sub`."""
    if text is None:
        return old
    match = VARIABLE.fullmatch(text)
    if not match:
        return {"Fn::Sub": text}
    name, dot, attribute = match[1].partition(".")
    return {"Fn::GetAtt": [name, attribute]} if dot else {"Ref": name}
