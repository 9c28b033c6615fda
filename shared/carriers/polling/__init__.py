"""Carriers without pushes are asked: what asking takes, and which parcels are due."""
