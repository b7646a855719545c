"""Pages of blanks, batches and the open page of one certificate."""
