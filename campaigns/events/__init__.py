"""Events and courses: planned, invited to, checked in at, closed into one activity."""
