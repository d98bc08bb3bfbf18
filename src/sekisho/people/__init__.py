"""Offices, posts, staff and sign-in: who may act as what, where and until when."""
