"""Which unit carries on what another one was, when it ends by merging or splitting."""
