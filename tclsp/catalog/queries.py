"""Codes and actions, read from the file of the catalogue into records."""

from tclsp.catalog.catalog_file import CatalogFile
from tclsp.catalog.records import Action, Code, Definition
from tclsp.catalog.schema import answer_fields_of, usual_constant
from tclsp.catalog.text import Text

_CODES = """
    SELECT code.id, code.code, listed.kind, en.text, zh.text
    FROM code LEFT JOIN listed ON listed.code_id = code.id
    JOIN text AS en ON en.id = code.en JOIN text AS zh ON zh.id = code.zh
    WHERE {condition} ORDER BY code.id
"""
_DEFINITIONS = """
    SELECT code.id, code.code, service, version, constant,
        coalesce(en.text, ''), coalesce(zh.text, '')
    FROM code JOIN definition ON code_id = code.id JOIN version ON version.id = version_id
    LEFT JOIN text AS en ON en.id = definition.en LEFT JOIN text AS zh ON zh.id = definition.zh
    WHERE {condition} ORDER BY code.id, version_id
"""
_ACTIONS = """
    SELECT service, version, name, client, endpoint, intl_endpoint, answer_fields,
        coalesce(en.text, ''), coalesce(zh.text, '')
    FROM action JOIN version ON version.id = version_id
    LEFT JOIN text AS en ON en.id = action.en LEFT JOIN text AS zh ON zh.id = action.zh
    WHERE {condition} ORDER BY version_id, name
"""

HAS_TEXT = """
    (instr(lower(code.code), ?) OR code.id IN (
        SELECT code_id FROM definition JOIN text ON text.id IN (definition.en, definition.zh)
        WHERE instr(lower(text), ?)))
"""
"""Condition: the code or a description of it holds a text; takes it twice, lower-case."""

IN_FAMILY = "(code.code = ? OR code.code >= ? || '.' AND code.code < ? || '/')"
"""Condition: the code is the family or one below it; takes its name three times."""

DEFINED_BY = """
    code.id IN (SELECT code_id FROM definition JOIN version ON version.id = version_id
                WHERE service = ?)
"""
"""Condition: the code stands in the table of a service; takes its name."""

CAN_BE_ANSWERED = """
    (code.id IN (SELECT code_id FROM listed WHERE kind IN ('common', 'gateway'))
     OR code.id IN (SELECT code_id FROM definition WHERE version_id IN (
        SELECT version_id FROM action JOIN version ON version.id = version_id
        WHERE name = ? AND ? IN ('', service))))
"""
"""Condition: an action can answer the code; takes the action and its service, empty for any."""


def select_codes(file: CatalogFile, condition: str, *arguments: str) -> list[Code]:
    """Return the codes that fulfil a condition of SQL, in the order of their spelling."""
    definitions: dict[int, list[Definition]] = {}
    for row in file.rows(_DEFINITIONS.format(condition=condition), *arguments):
        number, code, service, version, constant, en, zh = row
        definitions.setdefault(number, []).append(
            Definition(service, version, constant or usual_constant(code), Text(en, zh))
        )
    return [
        Code(
            code=code,
            family=code.partition(".")[0],
            kind=kind or "service",
            services=tuple(definitions.get(number, ())),
            description=Text(en, zh),
        )
        for number, code, kind, en, zh in file.rows(_CODES.format(condition=condition), *arguments)
    ]


def select_actions(file: CatalogFile, condition: str, *arguments: str) -> tuple[Action, ...]:
    """Return the actions that fulfil a condition of SQL, by service, version and name."""
    rows = file.rows(_ACTIONS.format(condition=condition), *arguments)
    return tuple(
        Action(
            service=service,
            version=version,
            name=name,
            summary=Text(en, zh),
            client=client,
            endpoint=endpoint or intl_endpoint,
            answer_fields=answer_fields_of(fields),
        )
        for service, version, name, client, endpoint, intl_endpoint, fields, en, zh in rows
    )
