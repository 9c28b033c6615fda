"""Shoppers as messages know them: what they chose to hear, on which channels, and where nothing arrives any more."""
