"""Pure basics that every room may use: clock, Japanese dates, names and variant kanji, files, rows."""
