-- Who reads what before the deciders: a decision that is sent is before them until it is served.

-- The notices without a receipt, by method and day of sending: those of the last days may still be on their way.
CREATE INDEX notices_without_receipt ON notices (method, sent_on, decision_id) WHERE received_on IS NULL;
