"""Filters of the pages on which a form is taught."""

from django import template

from sekisho.affairs.stool_tests.teaching import regions

register = template.Library()
register.filter("spoken", regions.spoken)
