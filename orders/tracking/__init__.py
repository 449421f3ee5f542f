"""What carriers tell of parcels: scans in a sensible order, and their codes in plain words."""
