"""Webhooks: events, signed and delivered to the merchant's own servers over HTTPS."""
