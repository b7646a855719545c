"""The demonstration province "Mẫu Sơn": invented units, people, texts and figures, made by the portal's own services."""
