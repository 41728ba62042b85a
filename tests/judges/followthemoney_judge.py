"""Judges FollowTheMoney entities with the package of those who made the model; in an environment of its own.

Reads JSON lines, writes JSON: what is wrong, in words, and how many entities of each schema there are.
"""

import json
import sys
from collections import Counter

from followthemoney import model
from followthemoney.exc import InvalidData
from followthemoney.types import registry


def main() -> None:
    """Judges what comes in on standard input."""
    entities = [json.loads(line) for line in sys.stdin]
    known = {entity["id"]: entity["schema"] for entity in entities}
    wrong = [problem for entity in entities for problem in judged(entity, known)]
    if len(known) != len(entities):
        wrong.append("an id stands twice")
    json.dump({"wrong": wrong, "schemas": Counter(known.values())}, sys.stdout)


def judged(entity: dict, known: dict[str, str]) -> list[str]:
    """What is wrong with one entity: its schema, a property, a value that the model would not take as it is."""
    schema = model.get(entity["schema"])
    if schema is None:
        return [f"unknown schema {entity['schema']}"]
    wrong = [f"{schema.name} lacks {name}" for name in schema.required if not entity["properties"].get(name)]
    proxy = model.get_proxy(entity, cleaned=False)
    for name, values in entity["properties"].items():
        prop = schema.properties.get(name)
        if prop is None:
            wrong.append(f"{schema.name} has no {name}")
            continue
        if {one.rstrip("/") for one in proxy.get(name)} != {one.rstrip("/") for one in values}:
            wrong.append(f"{schema.name}.{name} is not taken as it is: {values}")
        if prop.type == registry.entity:
            for value in values:
                target = model.get(known.get(value, ""))
                if target is None or not target.is_a(prop.range):
                    wrong.append(f"{schema.name}.{name} leads to no {prop.range.name}")
    try:
        schema.validate(entity)
    except InvalidData as error:
        wrong.append(f"{schema.name} is invalid: {error.errors}")
    return wrong


if __name__ == "__main__":
    main()
