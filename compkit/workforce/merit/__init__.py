"""The merit cycle: matrix, pools, and who gets what."""
