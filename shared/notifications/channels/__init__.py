"""How each channel says a message: the exact request to its service. Pure; the adapters send it."""
