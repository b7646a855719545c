"""What participants complain of once the results are published, the answers, and scores changed because of them."""
