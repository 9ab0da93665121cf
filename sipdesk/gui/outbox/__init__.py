"""The outbox: what leaves this machine for the central service, what came back, and what waits for a person."""
