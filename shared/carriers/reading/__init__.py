"""Reading what carriers write: typed fields with their paths, places, times, and what a parcel's facts are made of."""
