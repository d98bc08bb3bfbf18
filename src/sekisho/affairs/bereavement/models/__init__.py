from sekisho.affairs.bereavement.models.catalogue_version import CatalogueVersion
from sekisho.affairs.bereavement.models.step import Step
from sekisho.affairs.bereavement.models.visit import Visit

__all__ = ["CatalogueVersion", "Step", "Visit"]
