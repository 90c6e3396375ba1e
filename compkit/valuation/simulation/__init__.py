"""Odds, not points: what uncertain share prices, token prices, use, payout and staying make of offers."""
