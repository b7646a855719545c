"""The indicator catalogue and the forms made from it, as delivered (DOMAIN 2.4, 2.5)."""

from reporting.catalogue.loading import Loaded, load

__all__ = ["Loaded", "load"]
