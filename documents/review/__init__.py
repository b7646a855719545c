"""The review sheet (phiếu trình) that travels with a draft from its author to the leader who approves it."""
