"""What becomes of an issued plan below: who derives a plan of its own from it, and what a changed upper plan touches."""
