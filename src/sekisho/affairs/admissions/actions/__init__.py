"""The only writers of the affair's records."""
