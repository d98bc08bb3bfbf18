"""Scans to rows: forms, registration, recognition, matching, confidence. Pure: no database, no Django."""
