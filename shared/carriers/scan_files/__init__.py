"""Files of scans, for carriers that push nothing and have nothing to ask."""
