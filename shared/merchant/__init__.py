"""The merchant: who they are and how they ship, written by them in `merchant.yaml`."""
