"""sipdesk: a school improvement partner's caseload, visits and notes of visit, offline and encrypted."""

__version__ = "0.1.0"
