"""Makes the examples of the document from the snapshots: one Swift file for each area, with one line of JSON for each operation.

A literal text compiles at once; the same bytes as an array, which SwiftPM makes of an embedded file, take the compiler a minute.
"""

import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Sources/API/Contract/Recorded"
# Lists of answers keep so many elements, so that the document stays readable. The lists of requests are whole.
MOST = 2


def cut(value):
    if isinstance(value, list):
        return [cut(each) for each in value[:MOST]]
    if isinstance(value, dict):
        return {name: cut(each) for name, each in value.items()}
    return value


def parsed(text):
    """The JSON of a message, or of the first of its lines; None for an empty one, and for CSV and other text."""
    for part in (text, text.partition("\n")[0]):
        try:
            return json.loads(part)
        except ValueError:
            pass
    return None


def body(message):
    return message.partition("\n\n")[2].strip()


def example(operation, snapshot):
    request, _, answer = snapshot.partition("\nHTTP/1.1 ")
    return {"id": operation, "request": parsed(body(request)), "status": int(answer[:3]), "answer": cut(parsed(body(answer)))}


def case_of(area):
    """The area as a Swift name: `Peer-groups` is `peerGroups`."""
    words = area.split("-")
    return words[0].lower() + "".join(word.capitalize() for word in words[1:])


def swift(area, snapshots):
    shown = [example(operation, snapshots[operation]) for operation in sorted(snapshots)]
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in shown]
    return "\n".join([
        "// swift-format-ignore-file: a line is a whole exchange.",
        "// `make snapshots` writes this file from Tests/Snapshots.", "",
        "extension RecordedExample {", f'    static let {case_of(area)}: StaticString = #"""',
        *["        " + line for line in lines], '        """#', "}", ""])


def index(areas):
    names = ",\n".join(f"        {case_of(area)}" for area in areas)
    return "\n".join([
        "// `make snapshots` writes this file from Tests/Snapshots.", "", "extension RecordedExample {",
        "    /// The recorded exchanges of each area, one line of JSON for each operation.",
        f"    static let everyArea: [StaticString] = [\n{names},\n    ]", "}", ""])


def files(snapshots):
    """The Swift files by name, from the snapshots by `Area/operation.http`."""
    areas = {}
    for name, text in snapshots.items():
        area, operation = name.removesuffix(".http").split("/")
        areas.setdefault(area, {})[operation] = text
    made = {f"{case_of(area)[0].upper()}{case_of(area)[1:]}Recorded.swift": swift(area, areas[area]) for area in sorted(areas)}
    made["RecordedAreas.swift"] = index(sorted(areas))
    return made


def stored():
    return {path.name: path.read_text() for path in FOLDER.glob("*.swift")}


def write(made):
    FOLDER.mkdir(exist_ok=True)
    for name in stored().keys() - made.keys():
        (FOLDER / name).unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text)
