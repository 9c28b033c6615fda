"""Lists of places that senders of alerts use, and the postal codes that lie in them."""
