"""What happens to an issued paper: replaced, corrected, recalled."""
