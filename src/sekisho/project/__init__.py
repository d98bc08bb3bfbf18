"""What wires the rooms together: the command line and the demo city."""
