"""How far plans' targets are reached, by accepted figures and by evidence; reviews that freeze it."""
