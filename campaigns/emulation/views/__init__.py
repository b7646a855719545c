"""Pages of emulation."""
