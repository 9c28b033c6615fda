"""Asking a carrier that does not push: the request, the sign-in, and the answer in our words. Nothing is sent here."""
