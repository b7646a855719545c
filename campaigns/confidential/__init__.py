"""Need-to-know: who may read opinions and petitions, and the log of who opened which."""
