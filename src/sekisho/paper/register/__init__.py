"""Registration: where a form lies on a scanned page, by the form's own lines and words; or why it doesn't."""

from sekisho.paper.register.place import Placed, Refused, register

__all__ = ["Placed", "Refused", "register"]
