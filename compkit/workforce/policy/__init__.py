"""Token policy: who gets which allowance, under which caps, and which use is a concern."""
