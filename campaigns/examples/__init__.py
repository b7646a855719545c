"""Gương điển hình, người tốt việc tốt: stories that are published only while the person agrees."""
