"""The promise that was told: made once more when the order is placed, frozen, signed, and never recomputed."""
