"""What was learned from the shop's own deliveries, as the request path reads it. `shared/learning/` writes it."""
