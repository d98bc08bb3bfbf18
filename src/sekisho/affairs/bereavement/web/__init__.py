"""Pages of the bereavement desk, a file a stage."""
