"""The audit: granted, used, expected, ahead; outcomes and levers."""
