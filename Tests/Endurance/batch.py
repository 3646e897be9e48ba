"""Makes batches of service data, as a municipal system pushes them, and counts their rows in the database."""

from __future__ import annotations

import json

from service import Service

PATH = "/v1/service-data/batches"


class Rows:
    """Makes rows that the service accepts: they name an agreement of the running county."""

    def __init__(self, service: Service) -> None:
        self.number, self.agreement, self.type, self.day = service.query(
            """SELECT clients.number, agreements.id, agreements.service_type_code, agreements.period_from
               FROM agreements JOIN cases ON cases.id = agreements.case_id JOIN clients ON clients.id = cases.client_id
               JOIN service_types ON service_types.code = agreements.service_type_code
               WHERE agreements.state = 'active' AND service_types.unit = 'hour' ORDER BY agreements.id LIMIT 1"""
        )[0]

    def row(self, event: str) -> dict[str, object]:
        return {
            "eventId": event, "clientRef": {"clientNumber": self.number}, "agreementId": self.agreement, "serviceTypeCode": self.type,
            "start": self.day, "quantityThousandths": 1, "unit": "h", "status": "done",
        }  # fmt: skip

    def body(self, name: str, count: int) -> bytes:
        """A batch of `count` rows; their events are NAME-0, NAME-1, …"""
        return json.dumps({"items": [self.row(f"{name}-{index}") for index in range(count)]}).encode()


def kept(service: Service, name: str) -> int:
    """How many rows of the batch with this name are in the database."""
    return service.query("SELECT count(*) FROM actuals WHERE event_id GLOB ?", f"{name}-*")[0][0]


def torn(service: Service) -> int:
    """How many batches have another number of items than their row count."""
    return service.query(
        """SELECT count(*) FROM service_data_batches AS batch
           WHERE row_count <> (SELECT count(*) FROM service_data_items WHERE batch_id = batch.id)"""
    )[0][0]
