"""The essay part of a contest: written by participants, chosen by units, marked blind by a rubric."""
