"""Proving who sent a push: what the signature schemes have in common."""
