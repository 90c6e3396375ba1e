"""Columns: a roster expanded into whole quantities, summed by group or multiplied by person."""
