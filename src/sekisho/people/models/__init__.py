from sekisho.people.models.offices import Office
from sekisho.people.models.staff import Assignment, Staff

__all__ = ["Assignment", "Office", "Staff"]
