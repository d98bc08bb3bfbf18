from sekisho.affairs.bereavement.models.inquiry import Inquiry
from sekisho.affairs.bereavement.models.step import Step
from sekisho.affairs.bereavement.models.visit import Visit

__all__ = ["Inquiry", "Step", "Visit"]
