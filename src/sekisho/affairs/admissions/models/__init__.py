from sekisho.affairs.admissions.models.application import Application
from sekisho.affairs.admissions.models.form import Form
from sekisho.affairs.admissions.models.scan import Scan, Sheet

__all__ = ["Application", "Form", "Scan", "Sheet"]
