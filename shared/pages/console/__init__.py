"""Pages of the merchant's console: for the shop's own people, who see what shoppers do not."""
