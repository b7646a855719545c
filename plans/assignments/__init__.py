"""Work given out from issued plans: who has it, how far it is, by when, with which evidence."""
