"""What shops embed in their own pages: ES modules without dependencies, their types, and snippets; no Python."""
