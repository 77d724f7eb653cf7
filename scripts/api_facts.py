"""python -m scripts.api_facts: a description of the Bot API -> the table the simulator checks requests against.

Takes over names and types only, none of the prose. Says nothing about what a method answers.
"""

import json
from pathlib import Path
from typing import Any

import click

TABLE = Path(__file__).resolve().parent.parent / "tests" / "data" / "bot_api_facts.json"
REQUIRED = "!"  # stands before the types of a field that must be there


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=TABLE, help="Write here.")
def main(source: Path, output: Path) -> None:
    """Write the table of facts from SOURCE, a description of the Bot API in JSON."""
    try:
        table = facts_of(json.loads(source.read_text(encoding="utf-8")))
        output.write_text(as_text(table), encoding="utf-8")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{source} is no description of the Bot API: it lacks methods or types") from error
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(f"{len(table['methods'])} methods and {len(table['types'])} types of {table['version']}: {output}")


def facts_of(source: dict[str, Any]) -> dict[str, Any]:
    """Return every method, and the types that their parameters are made of.

    A field is {name: types}; a type that is one of several others is the list of their names.
    """
    methods = {name: fields_of(method) for name, method in sorted(source["methods"].items())}
    types: dict[str, Any] = {}
    wanted = {name for fields in methods.values() for name in names_in(fields)}
    while missing := sorted(wanted - types.keys()):
        for name in missing:
            entry = source["types"].get(name)
            types[name] = None if entry is None else entry.get("subtypes") or fields_of(entry)
            wanted.update(names_in(types[name] or {}))
    known = {name: fields for name, fields in sorted(types.items()) if fields is not None}
    return {"version": source["version"], "methods": methods, "types": known}


def fields_of(entry: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a method or a type, with "!" before the types of a required one."""
    return {
        field["name"]: (REQUIRED if field["required"] else "") + "|".join(field["types"])
        for field in entry.get("fields", [])
    }


def names_in(fields: dict[str, str] | list[str]) -> set[str]:
    """Return the names of the types that fields, or a choice of types, speak of."""
    if isinstance(fields, list):
        return set(fields)
    types = (one for value in fields.values() for one in value.removeprefix(REQUIRED).split("|"))
    return {one.replace("Array of ", "") for one in types}


def as_text(table: dict[str, Any]) -> str:
    """Return the table as JSON with one method or type a line, so that a new version reads as a diff."""
    parts = [f' "version": {json.dumps(table["version"])}']
    for part in ("methods", "types"):
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(fields)}" for name, fields in table[part].items())
        parts.append(f' "{part}": {{\n{lines}\n }}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
