"""The delivery promise: which day a parcel ordered now will come, until when that holds, and why."""
