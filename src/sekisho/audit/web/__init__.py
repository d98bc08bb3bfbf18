"""Pages of auditors, the privacy officer, and of whoever asks for an exceptional use or breaks the glass."""
