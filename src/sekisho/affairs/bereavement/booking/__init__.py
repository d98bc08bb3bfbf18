"""Booking a visit, and what the family is told about it.

``actions``  slots, walk-ins, the waiting list, closed days
``letters``  confirmation by short message or post, reminders of deadlines
"""
