"""Who of the family takes part, and as what: chief mourner, representative heir, cohabitant … Only once the relation is proven.

``queries``  the persons of a case, and who may do each procedure
``actions``  the only writers
"""
