"""Spending: plan, actual and forecast by month, and why they differ."""
