"""Pages of the register of awards, of certificates and of dossiers."""
