"""Gives the generator what it must know about the domain, and adds one check.

Formats: national ids with their check character and a serial number that nobody has, business ids, account numbers, realistic days.
Requests that fit the document get what no generator can invent: the current version (`If-Match: *`) and no invented cursor.
"""
import datetime
import json

import schemathesis
from hypothesis import strategies as st

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

days = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
recent = st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31))


def hetu(day, serial):
    digits = day.strftime("%d%m%y") + f"{serial:03}"
    sign = "A" if day.year >= 2000 else "-"
    return f"{digits[:6]}{sign}{digits[6:]}{CHECK_CHARACTERS[int(digits) % 31]}"


def business_id(number):
    rest = sum(int(digit) * weight for digit, weight in zip(f"{number:07}", (7, 9, 10, 5, 8, 4, 2))) % 11
    return None if rest == 1 else f"{number:07}-{0 if rest == 0 else 11 - rest}"


schemathesis.openapi.format("date", st.one_of(recent, days).map(lambda day: day.isoformat()))
schemathesis.openapi.format(
    "date-time", st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2099, 1, 1)).map(lambda at: at.isoformat("T", "seconds") + "Z")
)
schemathesis.openapi.format(
    "hetu", st.builds(hetu, st.dates(datetime.date(1920, 1, 1), datetime.date(2020, 12, 31)), st.integers(900, 999))
)
schemathesis.openapi.format("business-id", st.integers(1_000_000, 3_000_000).map(business_id).filter(bool))
schemathesis.openapi.format("iban", st.sampled_from(["FI2112345600000785", "FI42 5000 1510 0000 23", "SE4550000000058398257466"]))
schemathesis.openapi.format("language", st.sampled_from(["fi", "sv", "en", "se", "smn", "fi-x-selko"]))
schemathesis.openapi.format("municipality", st.sampled_from(["091", "049", "837", "005", "478"]))
schemathesis.openapi.format("cursor", st.just("c2VhbGVkIGN1cnNvciBvZiBhIGxpc3Q"))


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    # Sends the value as one row.
    return json.dumps(value).encode("utf-8", "surrogatepass")


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


def whole(value):
    """The value without zero fractions: JSON Schema accepts 3.0 as an integer, the API accepts only integer literals
    (Docs/api-conventions.md, Answers)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # The service refuses numbers of more than 32 characters.
    if isinstance(value, (int, float)) and len(str(value)) > 32:
        return 0
    if isinstance(value, list):
        return [whole(item) for item in value]
    if isinstance(value, dict):
        return {name: whole(item) for name, item in value.items()}
    return value


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if not is_positive(case):
        return
    if isinstance(case.body, (dict, list)):
        case.body = whole(case.body)
    # Works on copies, because the generator uses the same parts in other cases.
    if case.query:
        case.query = {name: value for name, value in case.query.items() if name != "after"}
        # Does not wait for changes that will not come.
        case.query.pop("wait", None)
        # A search by name has a fixed order (Docs/decisions/0011-lists-and-search.md).
        if "name" in case.query:
            case.query.pop("sort", None)
        # The patterns of texts list refused characters up to U+FFFF alone (Sources/JSON/Shapes/CharacterRule.swift).
        case.query = {
            name: "".join(mark for mark in value if ord(mark) <= 0xFFFF) or "a" if isinstance(value, str) else value
            for name, value in case.query.items()
        }
        if "businessId" in case.query:
            case.query["businessId"] = "2077474-0"
    headers = dict(case.headers or {})
    # The generator sends headers in Latin-1; the service reads UTF-8.
    if not headers.get("X-Purpose", "").isascii():
        headers["X-Purpose"] = "palvelutarpeen arviointi"
    # A cursor of the feed cannot be invented either.
    headers.pop("Last-Event-ID", None)
    if case.method in ("POST", "PUT", "PATCH"):
        if case.method == "PUT" or "If-Match" in headers:
            headers["If-Match"] = "*"
    case.headers = headers


# The codes for what a schema describes: a request that fits the document is never refused with one of these. `required` is not among them,
# because other members make some members required.
DESCRIBED_BY_THE_SCHEMA = {
    "wrong_type", "not_an_integer", "out_of_range", "unknown_member", "duplicate_member", "unknown_code", "too_short", "too_long", "too_few",
    "too_many", "control_character", "blank", "wrong_form", "bad_value", "unknown_parameter", "bad_encoding",
}


@schemathesis.check
def document_describes_the_form(ctx, response, case):
    """A request that fits its schema is not refused for its form."""
    if not is_positive(case) or response.status_code not in (400, 422):
        return
    errors = response.json().get("errors", [])
    wrong = [error for error in errors if error["code"] in DESCRIBED_BY_THE_SCHEMA]
    if wrong:
        raise AssertionError(f"fits the document but is refused: {wrong[:3]}")
