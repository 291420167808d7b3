"""The tables of `catalog.db` and the forms of what stands in them."""

ANSWER_FIELDS = ("Error", "Code", "Message")
"""Fields that an answer rarely has of its own, since a failure has them."""

SCHEMA_VERSION = "2"
"""Changes with the tables; a file of another one cannot be read."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Each description and summary once; the number 0 is the empty text.
CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL);

-- Services in the order of their names, versions of a service in the order of their dates.
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    api_service TEXT NOT NULL,
    version TEXT NOT NULL,
    client TEXT NOT NULL,
    endpoint TEXT NOT NULL,       -- of the Chinese SDK; empty where it lacks the version
    intl_endpoint TEXT NOT NULL,
    UNIQUE (service, version)
);

-- Codes in the order of their spelling.
CREATE TABLE code (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    en INTEGER NOT NULL,          -- the text that stands for the code as a whole
    zh INTEGER NOT NULL
);
CREATE TABLE listed (
    code_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL
);

-- The words in codes; `places` are those of the codes in the order of `code`, from 0, packed.
CREATE TABLE word (
    word TEXT PRIMARY KEY, codes INTEGER NOT NULL, places BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE definition (
    code_id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    constant TEXT,                -- NULL where it is the code in capitals with `_` for `.`
    en INTEGER,                   -- NULL where that SDK lacks it
    zh INTEGER,
    PRIMARY KEY (code_id, version_id)
) WITHOUT ROWID;
CREATE INDEX definition_by_version ON definition (version_id);

CREATE TABLE action (
    name TEXT NOT NULL,
    version_id INTEGER NOT NULL,
    en INTEGER,                      -- NULL where that SDK lacks it
    zh INTEGER,
    answer_fields INTEGER NOT NULL,  -- bits: 1 Error, 2 Code, 4 Message
    PRIMARY KEY (name, version_id)
) WITHOUT ROWID;
CREATE INDEX action_by_version ON action (version_id);

CREATE TABLE guidance (
    subject TEXT PRIMARY KEY,
    meaning_en TEXT NOT NULL, meaning_zh TEXT NOT NULL,
    causes_en TEXT NOT NULL, causes_zh TEXT NOT NULL,
    remedy_en TEXT NOT NULL, remedy_zh TEXT NOT NULL,
    retry TEXT NOT NULL
) WITHOUT ROWID;
"""


def usual_constant(code: str) -> str:
    """Return the name that `errorcodes.py` gives a code."""
    return code.replace(".", "_").upper()


def answer_field_bits(fields: frozenset[str]) -> int:
    """Pack a set of answer fields into a number."""
    return sum(1 << place for place, name in enumerate(ANSWER_FIELDS) if name in fields)


def answer_fields_of(bits: int) -> frozenset[str]:
    """Unpack what `answer_field_bits` packed."""
    return frozenset(name for place, name in enumerate(ANSWER_FIELDS) if bits >> place & 1)
