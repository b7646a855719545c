"""Pages of the powers to sign: who signs a document, who may, who is away. The rows belong to `units.delegations`."""
