"""Pages on which shoppers report what went wrong, and read what became of it."""
