"""Pages of events: their desk, their people, the door, and the invitation everybody with its code may open."""
