"""Live estimates: when a parcel will come, given what has happened; what was told of it; how its promise fares."""
