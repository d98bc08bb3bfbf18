"""Pages of sign-in, terminals and the heads' lists."""
