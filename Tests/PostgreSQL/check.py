"""Checks the store's SQL with PostgreSQL: loads every migration and prepares every statement, on a private cluster in a temporary folder.

    check.py MIGRATIONS STATEMENTS

MIGRATIONS is the folder of the migrations. STATEMENTS is a file that the tests write when AVAIN_STATEMENTS names it; each text ends with a
zero octet. Only the rules below translate the SQL, so the store must write everything else portably. The last line gives the counts; the
exit status is 1 when PostgreSQL refused anything.
"""

import contextlib
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

# Statements of SQLiteConnection itself; another engine has its own.
OF_ENGINE = {
    "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT part", "RELEASE part", "ROLLBACK TO part",
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    " AND name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4')"
    " ORDER BY type, name, tbl_name, sql",
}

# The types of values in rows (SQL.Value). A sum of type `numeric` could not be read as an integer.
TYPES = {"bigint", "integer", "text", "bytea", "boolean"}

# The table of applied migrations, which the program makes itself (Migrations.apply).
MIGRATIONS_TABLE = "CREATE TABLE migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;"


# MARK: Translation


def pieces(sql):
    """Splits SQL into comments, quoted texts and the rest, so that the rules change only the rest."""
    return re.split(r"(--[^\n]*|'(?:[^']|'')*')", sql)


def outside_quotes(sql, rule):
    return "".join(rule(piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces(sql)))


def typed(sql):
    """Removes STRICT and WITHOUT ROWID; makes BLOB bytea and INTEGER bigint; compares TEXT by its octets."""

    def rule(piece):
        piece = re.sub(r"\)\s*STRICT(?:,\s*WITHOUT ROWID)?", ")", piece)
        piece = re.sub(r"\bBLOB\b", "bytea", piece)
        piece = re.sub(r"\bINTEGER\b", "bigint", piece)
        return re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', piece)

    return re.sub(r"\bx''", r"'\\x'::bytea", outside_quotes(sql, rule))


TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) BEFORE (?P<event>UPDATE|DELETE)(?P<columns>\s+OF\s+[\w,\s]+?)?\s+ON\s+(?P<table>\w+)\s+"
    r"(?:WHEN (?P<when>.*?)\s+)?"
    r"BEGIN SELECT RAISE\(ABORT, '(?P<text>[^']*)'\); END;",
    re.DOTALL,
)


def trigger(match):
    """Translates a trigger that aborts to a function that raises. PostgreSQL checks a condition when it makes the trigger, but allows no
    query in it, so a condition with a query goes into the function."""
    name, event, columns, table, when, text = match.group("name", "event", "columns", "table", "when", "text")
    # SQLite compares any two values with IS NOT.
    condition = re.sub(r"\bIS NOT (?!NULL\b)", "IS DISTINCT FROM ", when) if when else "TRUE"
    inside, outside = (condition, "TRUE") if "SELECT" in condition else ("TRUE", condition)
    kept = "NEW" if event == "UPDATE" else "OLD"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {inside} THEN"
        f" RAISE EXCEPTION '{text}'; END IF; RETURN {kept}; END $$;\n"
        f"CREATE TRIGGER {name} BEFORE {event}{columns or ''} ON {table} FOR EACH ROW WHEN ({outside}) EXECUTE FUNCTION {name}();"
    )


def migration(sql):
    sql = re.sub(r"DROP TRIGGER (\w+);", r"DROP FUNCTION \1 CASCADE;", sql)
    return typed(TRIGGER.sub(trigger, sql))


def numbered(sql):
    """Replaces each `?` by `$1`, `$2` and so on."""
    count = 0

    def number(_):
        nonlocal count
        count += 1
        return f"${count}"

    return outside_quotes(sql, lambda piece: re.sub(r"\?", number, piece))


# MARK: A private cluster


def programs():
    found = shutil.which("initdb")
    folders = [pathlib.Path(found).resolve().parent] if found else []
    folders += sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    sys.exit("PostgreSQL is not installed: apt-get install postgresql")


def plain_user():
    """The user to run PostgreSQL as, which refuses to run as root; None for the current user."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("no unprivileged user to run PostgreSQL as: neither postgres nor nobody exists")


class Cluster:
    """A cluster that listens only on a socket in its own folder, which is removed with it."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="avain-postgresql-"))
        self.bin = programs()
        self.user = plain_user()
        try:
            if self.user:
                os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            self.data = self.folder / "data"
            self.run("initdb", "-D", self.data, "-U", "avain", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            # Nothing is synced, since nothing outlives the check.
            options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
            self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program, *arguments):
        ids = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        answer = subprocess.run(
            [self.bin / program, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **ids)
        if answer.returncode != 0:
            sys.exit(f"{program}: {answer.stdout}{answer.stderr}")

    def psql(self, script, *options):
        return subprocess.run(
            [self.bin / "psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-U", "avain", "-d", "postgres", *options],
            input=script, capture_output=True, text=True, check=False)


# MARK: The check


def tables_not_filled(folder, statements):
    """The tables into which the tests inserted no row. If there are any, not all statements of the store were recorded."""
    steps = "".join(path.read_text() for path in folder.glob("*.sql"))
    filled = set(re.findall(r"INSERT INTO (\w+)", "\n".join(statements) + steps))
    return sorted(set(re.findall(r"CREATE TABLE (\w+)", steps)) - filled)


def load(cluster, folder):
    """Loads the migrations. Returns their number and the refused ones."""
    refused = []
    steps = [(path.name, path.read_text()) for path in sorted(folder.glob("*.sql"))]
    for name, text in [("migrations", MIGRATIONS_TABLE)] + steps:
        answer = cluster.psql(migration(text), "--single-transaction", "-v", "ON_ERROR_STOP=1")
        if answer.returncode != 0:
            refused.append((name, answer.stderr.strip()))
    return len(steps), refused


def prepare(cluster, statements):
    """Prepares each statement and asks for the types of its columns. Returns the refused ones."""
    script = ["\\set VERBOSITY terse"]
    for place, sql in enumerate(statements):
        text = numbered(sql)
        # Marks separate the output and the errors of the statements.
        script += [f"\\echo statement {place}", f"\\warn statement {place}", f"PREPARE s{place} AS {text};", f"{text} \\gdesc"]
    answer = cluster.psql("\n".join(script))
    errors, types = by_statement(answer.stderr), by_statement(answer.stdout)
    refused = []
    for place, sql in enumerate(statements):
        if place not in types:
            refused.append((sql, "was not reached"))
        elif errors.get(place):
            refused.append((sql, errors[place][0]))
        else:
            others = [line for line in types[place] if "|" in line and line.rsplit("|", 1)[1] not in TYPES]
            if others:
                refused.append((sql, f"answers {', '.join(others)}"))
    return refused


def by_statement(output):
    found, current = {}, None
    for line in output.splitlines():
        if re.fullmatch(r"statement \d+", line):
            current = int(line.split()[1])
            found[current] = []
        elif current is not None and line:
            found[current].append(line)
    return found


def main():
    migrations, recorded = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    texts = set(recorded.read_bytes().decode().split("\0")) - {""}
    # Only the engine uses pragmas (TidyTests).
    statements = sorted(text for text in texts - OF_ENGINE if not text.startswith("PRAGMA "))
    if unfilled := tables_not_filled(migrations, statements):
        sys.exit(f"the recorded tests did not use all of the store, no row was inserted into: {', '.join(unfilled)}")
    with Cluster() as cluster:
        steps, refused = load(cluster, migrations)
        for name, why in refused:
            print(f"{name}: {why}")
        if refused:
            sys.exit(f"PostgreSQL: {steps} migrations, {len(refused)} refused")
        unprepared = prepare(cluster, statements)
        for sql, why in unprepared:
            print(f"{why}\n    {sql}")
    print(f"PostgreSQL: {steps} migrations, 0 refused; {len(statements)} statements, {len(unprepared)} refused")
    sys.exit(1 if unprepared else 0)


if __name__ == "__main__":
    main()
