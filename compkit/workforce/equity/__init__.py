"""Pay equity, as Directive (EU) 2023/970 asks."""
