"""Many people: roster, token policy, budget, usage and audit."""
