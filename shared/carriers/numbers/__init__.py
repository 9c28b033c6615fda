"""Tracking numbers: their forms and check digits, and whose one may be."""
