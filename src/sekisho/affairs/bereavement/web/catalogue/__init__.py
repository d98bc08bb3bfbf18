"""The catalogue's own pages (purpose «bereavement.catalogue»; deciding «bereavement.catalogue_approval»).

``versions``    all versions, one version, and its way from draft to decision
``procedures``  a procedure: its conditions, and what a change would change
``questions``   what a family is asked, in three languages
``families``    the made-up families that changes are tried on
``unsure``      what the sections have still to confirm
``files``       YAML in and out
"""
