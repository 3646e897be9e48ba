"""Generates clients from the document, checks the types of one, and reads every snapshot with both.

Each answer is read as recorded, with a new member in every object, and with an unknown code in every place of a code. No client may refuse
what a later version may send, and the Python client may not lose it.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
LATER_CODE = "code_of_a_later_version"
FILES_AT_MOST = 1000


def parsed(path):
    """Method, status, headers and body of a snapshot's answer."""
    text = path.read_text()
    begin = re.search(r"^HTTP/1\.1 (\d+)[^\n]*\n", text, re.M)
    head, _, body = text[begin.end():].partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return text.split(" ", 1)[0], int(begin[1]), headers, body


def codes(document):
    """The codes of each member that has a closed or an open list of codes, by the member's name."""
    found, schemas = {}, document.get("components", {}).get("schemas", {})

    def values(schema, depth=0):
        if not isinstance(schema, dict) or depth > 4:
            return set()
        own = set(schema.get("enum", [])) | set(schema.get("x-extensible-enum", [])) | set(schema.get("x-labels", {}))
        if "$ref" in schema:
            own |= values(schemas.get(schema["$ref"].rsplit("/", 1)[-1]), depth + 1)
        for part in ("anyOf", "oneOf", "allOf"):
            for each in schema.get(part, []):
                own |= values(each, depth + 1)
        return own | (values(schema["items"], depth + 1) if "items" in schema else set())

    def walk(value):
        if isinstance(value, dict):
            for name, schema in (value.get("properties") or {}).items() if isinstance(value.get("properties"), dict) else []:
                found.setdefault(name, set()).update(each for each in values(schema) if isinstance(each, str))
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(document)
    return found


def with_member(value):
    if isinstance(value, dict):
        return {**{name: with_member(each) for name, each in value.items()}, "memberOfALaterVersion": {"value": 1}}
    return [with_member(each) for each in value] if isinstance(value, list) else value


def with_code(value, known, name=None):
    if isinstance(value, dict):
        return {key: with_code(each, known, key) for key, each in value.items()}
    if isinstance(value, list):
        return [with_code(each, known, name) for each in value]
    return LATER_CODE if isinstance(value, str) and value in known.get(name, ()) else value


def exchanges(document, snapshots):
    known = codes(document)
    for path in sorted(snapshots.rglob("*.http")):
        method, status, headers, body = parsed(path)
        if method == "HEAD":
            continue
        variants = {"as recorded": body}
        if "json" in headers.get("Content-Type", "") and body:
            value = json.loads(body)
            for variant, changed in {"with new members": with_member(value), "with new codes": with_code(value, known)}.items():
                if changed != value:
                    variants[variant] = json.dumps(changed)
        for variant, answer in variants.items():
            yield {"name": f"{path.relative_to(snapshots)} {variant}", "variant": variant, "operation": path.stem, "status": status,
                   "headers": {"Content-Type": headers.get("Content-Type", "application/json")}, "answer": answer}


def loosened(models):
    """Lets a compiler older than 4.9 read the guards; returns how many.

    The guards look for members with `in` in a value of the type `object`, which TypeScript understands since 4.9.
    """
    guard, count = re.compile(r"^(export function instanceOf\w+\(value: )object(\): value is)", re.M), 0
    for path in models.glob("*.ts"):
        text, found = guard.subn(r"\1any\2", path.read_text())
        path.write_text(text)
        count += found
    return count


def typescript_version():
    told = subprocess.run(["tsc", "--version"], text=True, stdout=subprocess.PIPE, check=True).stdout
    return tuple(int(part) for part in re.search(r"(\d+)\.(\d+)", told).groups())


def run(title, command):
    print(title, flush=True)
    done = subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-45:]))
    else:
        print("\n".join(line for line in done.stdout.splitlines() if " answers read" in line))
    return done.returncode == 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--document", type=pathlib.Path, default=ROOT / "Docs/openapi.json")
    arguments.add_argument("--snapshots", type=pathlib.Path, default=ROOT / "Tests/Snapshots")
    arguments.add_argument("--venv", type=pathlib.Path, required=True, help="has openapi-python-client and openapi-generator-cli")
    arguments.add_argument("--folder", type=pathlib.Path, required=True, help="is emptied, then holds the clients")
    options = arguments.parse_args()
    folder, python = options.folder.resolve(), options.venv / "bin/python3"
    for part in ("typescript", "compiled", "python"):
        shutil.rmtree(folder / part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    list_of_exchanges = list(exchanges(json.loads(options.document.read_text()), options.snapshots))
    if not list_of_exchanges:
        sys.exit("there is no snapshot to read")
    file = folder / "exchanges.json"
    file.write_text(json.dumps(list_of_exchanges))
    kinds = collections.Counter(exchange["variant"] for exchange in list_of_exchanges)
    print("answers: " + ", ".join(f"{count} {variant}" for variant, count in sorted(kinds.items())))
    if len(kinds) < 3:
        sys.exit("no answer has a member or a code to change")
    jar = next((options.venv / "lib").glob("python3*/site-packages/openapi_generator_cli/openapi-generator.jar"))
    # A code that the client does not know is read as the text it is.
    passed = run("generating the TypeScript client", ["java", "-jar", jar, "generate", "-g", "typescript-fetch", "-i", options.document,
                 "-o", folder / "typescript", "--additional-properties", "stringEnums=false,enumUnknownDefaultCase=false"])
    version = typescript_version()
    if version < (4, 9):
        print(f"the compiler is {version[0]}.{version[1]}: {loosened(folder / 'typescript/models')} guards take any value")
    passed &= run("checking its types", ["tsc", "--strict", "--target", "es2020", "--module", "commonjs", "--lib", "es2020,dom",
                  "--outDir", folder / "compiled", folder / "typescript/index.ts"])
    passed &= run("reading the snapshots with it", ["node", HERE / "read.cjs", folder / "compiled", file])
    (folder / "python").mkdir()
    passed &= run("generating the Python client", [options.venv / "bin/openapi-python-client", "generate", "--path", options.document,
                  "--meta", "none", "--overwrite", "--output-path", folder / "python/avain_client"])
    # Every file of the package, counted before Python adds its own; the formatter's cache is no part of it.
    count = sum(1 for path in (folder / "python/avain_client").rglob("*") if path.is_file() and ".ruff_cache" not in path.parts)
    passed &= run("reading the snapshots with it", [python, HERE / "read.py", folder / "python", "avain_client", file])
    print(f"the Python client has {count} files, of models, operations and all others")
    if count == 0:
        passed = False
    if count >= FILES_AT_MOST:
        print(f"that is not under {FILES_AT_MOST}")
        passed = False
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
