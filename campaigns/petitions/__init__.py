"""Kiến nghị: received, routed to who must answer, answered with a reason, told to the sender."""
