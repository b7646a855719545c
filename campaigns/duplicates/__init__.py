"""Activities that were logged twice: found, laid side by side, merged, and taken apart again."""
