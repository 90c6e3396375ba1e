"""compkit plans pay packages in which AI tokens are the fourth component, beside salary, bonus and equity."""
