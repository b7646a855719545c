"""Activities by day, by place and in pictures."""
