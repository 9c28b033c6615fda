"""Names of regions, and the postal codes that lie in them: a module per country. Standard library only."""
