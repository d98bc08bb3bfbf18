from sekisho.people.models.homes import HomeBlock
from sekisho.people.models.offices import Office
from sekisho.people.models.requests import AssignmentRequest
from sekisho.people.models.robots import RobotKey
from sekisho.people.models.sign_in import FirstSignInCode, Pin, SignInFailure
from sekisho.people.models.staff import Assignment, Staff
from sekisho.people.models.terminals import EnrolmentCode, Terminal

__all__ = [
    "Assignment",
    "AssignmentRequest",
    "EnrolmentCode",
    "FirstSignInCode",
    "HomeBlock",
    "Office",
    "Pin",
    "RobotKey",
    "SignInFailure",
    "Staff",
    "Terminal",
]
