"""The list of works: which servers do each work, and which goals apply. To add a work, add a row here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    key: str
    title: str
    # The file it serves: "county" (the service's own), "plain" (the peers'), "empty" (a new one) or None.
    data: str | None
    # Whether all paths of a kind get the same body.
    is_constant: bool = False
    # The program to run (see servers.py), if it differs from the key: one program that does several works in turn.
    program: str | None = None
    # The kind of request, if it is not the same for all servers of a work.
    sends: str | None = None

    @property
    def runs(self):
        return self.program or self.key


AVAIN = Server("avain", "Avain", "county")
AVAIN_EMPTY = Server("avain", "Avain", "empty")
# The build that `--before` names.
BEFORE = Server("before", "Avain before", "county")
UNLOGGED = Server("unlogged", "Avain, access log left out", "county")
HUMMINGBIRD = Server("hummingbird", "Hummingbird + GRDB", "plain")
HUMMINGBIRD_FULL = Server("hummingbird-full", "Hummingbird + GRDB, synchronous=FULL", "plain")
FLYINGFOX = Server("flyingfox", "FlyingFox + GRDB", "plain")
NODE = Server("node", "Node http, constant body", None, is_constant=True)
NGINX = Server("nginx", "nginx, constant body", None, is_constant=True)

ALL_CONNECTIONS = (16, 64, 256)


def _asked(key, title):
    return Server(key, title, "county", program="avain", sends=key)


POINT = _asked("point", "one client by id")
LIST_FIRST = _asked("list-first", "page 1 of 50")
# In a county too small for page 1,000: the last full page.
LIST_FAR = _asked("list-far", "page 1,000 of 50, or the last")
NAMES_FIRST = _asked("names-first", "page 1 of 50 by name")
NAMES_FAR = _asked("names-far", "page 1,000 of 50 by name, or the last")
SEARCH = _asked("search", "search by name")
QUEUE = _asked("queue", "work queue of one worker")


@dataclass(frozen=True)
class Work:
    key: str
    title: str
    # In the order of each round.
    servers: tuple[Server, ...]
    # The server that the ratios refer to.
    reference: Server
    # The kind of request: "health", "client", "page" or "post" (see sending.py); None if each server has its own.
    sends: str | None
    connections: tuple[int, ...] = ALL_CONNECTIONS
    # The number of clients in the county of this work; None to use the option.
    clients: int | None = None
    # A group name for several works, for `--only`.
    group: str | None = None


def _lists(key, clients):
    servers = (POINT, LIST_FIRST, LIST_FAR, NAMES_FIRST, NAMES_FAR, SEARCH, QUEUE)
    title = f"Lists of a county of {clients:,} clients, logged"
    return Work(key, title, servers, POINT, None, connections=(1, 16), clients=clients, group="lists")


def _against_before(key, title):
    return Work(f"{key}-before", f"{title}, before and after", (BEFORE, AVAIN), BEFORE, key, connections=(16, 64), group="before")


WORKS = (
    Work("health", "GET /health", (AVAIN_EMPTY, NGINX, HUMMINGBIRD, FLYINGFOX, NODE), NGINX, "health"),
    Work(
        "client",
        "GET /v1/clients/{id}, any client",
        (UNLOGGED, AVAIN, HUMMINGBIRD, FLYINGFOX, NODE, NGINX),
        HUMMINGBIRD,
        "client",
    ),
    Work("page", "GET /v1/clients?limit=50, any page", (AVAIN, UNLOGGED, HUMMINGBIRD, FLYINGFOX), HUMMINGBIRD, "page"),
    Work("post", "POST /v1/clients, durable", (AVAIN, HUMMINGBIRD_FULL), HUMMINGBIRD_FULL, "post", connections=(64,)),
    _lists("lists-10000", 10_000),
    _lists("lists-100000", 100_000),
    _against_before("client", "GET /v1/clients/{id}, any client"),
    _against_before("page", "GET /v1/clients?limit=50, any page"),
    _against_before("post", "POST /v1/clients, durable"),
)


@dataclass(frozen=True)
class Side:
    """A server doing a work."""

    work: str
    server: Server


@dataclass(frozen=True)
class Goal:
    title: str
    # "rate", "p50", "p99" or "memory".
    figure: str
    ours: Side
    # Another server at the same work, or the same server at another work.
    against: Side
    connections: tuple[int, ...]
    at_least: float | None = None
    at_most: float | None = None


def _goal(title, figure, work, ours, peer, connections=ALL_CONNECTIONS, **bound):
    return Goal(title, figure, Side(work, ours), Side(work, peer), connections, **bound)


def _list_goals(work):
    size = f"{work.clients:,} clients"
    both = work.connections
    for far, first, order in [(LIST_FAR, LIST_FIRST, ""), (NAMES_FAR, NAMES_FIRST, " by name")]:
        page = min(1_000, work.clients // 50)
        yield _goal(f"{size}: page {page:,}{order}, p50 relative to page 1", "p50", work.key, far, first, both, at_most=1.2)
        yield _goal(f"{size}: page {page:,}{order}, p99 relative to page 1", "p99", work.key, far, first, both, at_most=1.2)
    yield _goal(f"{size}: search by name, p99 relative to a client by id", "p99", work.key, SEARCH, POINT, both, at_most=3)
    yield _goal(f"{size}: work queue of one worker, p50 relative to a client by id", "p50", work.key, QUEUE, POINT, both, at_most=5)
    yield _goal(f"{size}: work queue of one worker, p99 relative to a client by id", "p99", work.key, QUEUE, POINT, both, at_most=5)


GOALS = (
    _goal("health, requests/s relative to nginx's constant body", "rate", "health", AVAIN_EMPTY, NGINX, at_least=0.9),
    _goal("health, p99 relative to nginx's constant body", "p99", "health", AVAIN_EMPTY, NGINX, at_most=1.2),
    _goal("client by id, no access log, requests/s relative to Hummingbird", "rate", "client", UNLOGGED, HUMMINGBIRD, at_least=5),
    _goal("client by id, no access log, p99 relative to Hummingbird", "p99", "client", UNLOGGED, HUMMINGBIRD, at_most=0.3),
    _goal("client by id, logged, requests/s relative to Hummingbird", "rate", "client", AVAIN, HUMMINGBIRD, (64,), at_least=2.5),
    _goal("client by id, logged, requests/s relative to the log left out", "rate", "client", AVAIN, UNLOGGED, (64,), at_least=0.4),
    _goal("client by id, logged, requests/s relative to Hummingbird", "rate", "client", AVAIN, HUMMINGBIRD, (256,), at_least=3.5),
    _goal("page of 50 clients, logged, requests/s relative to Hummingbird", "rate", "page", AVAIN, HUMMINGBIRD, at_least=4),
    _goal("durable POST, requests/s relative to Hummingbird", "rate", "post", AVAIN, HUMMINGBIRD_FULL, (64,), at_least=4),
    _goal("memory at health, relative to Hummingbird", "memory", "health", AVAIN_EMPTY, HUMMINGBIRD, (64,), at_most=1),
    _goal("memory at client by id, relative to Hummingbird", "memory", "client", AVAIN, HUMMINGBIRD, (64,), at_most=1),
    _goal("memory at pages, relative to Hummingbird", "memory", "page", AVAIN, HUMMINGBIRD, (64,), at_most=1),
    _goal("memory at POST, relative to Hummingbird", "memory", "post", AVAIN, HUMMINGBIRD_FULL, (64,), at_most=1),
    *(goal for work in WORKS if work.group == "lists" for goal in _list_goals(work)),
)
