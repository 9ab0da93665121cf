"""A record becomes a note of visit on paper."""

from sipdesk.notes.render import Rendered, Replaced, render

__all__ = ["Rendered", "Replaced", "render"]
