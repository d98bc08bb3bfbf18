"""検便: monthly stool tests of nursery staff: sheets are read, doubtful cells judged, results posted into the ledger."""
