from sekisho.affairs.admissions.models.application import Application
from sekisho.affairs.admissions.models.form import Form
from sekisho.affairs.admissions.models.scan import UNDECIDED, Scan, Sheet

__all__ = ["UNDECIDED", "Application", "Form", "Scan", "Sheet"]
