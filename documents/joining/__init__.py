"""Long papers are drawn in parts and joined: text, each appendix, each further run of an appendix.

A part is drawn once and kept by the hash of all it is made of (its lines, the templates, style sheets, fonts and the
PDF maker). What the number, the signer and the status change stands on every page, so it is drawn apart as well (the
frame) and laid over the parts when they are joined: neither a number nor a correction in one place draws the rest again.
"""
