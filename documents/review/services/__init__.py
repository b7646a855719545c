"""Every change a person makes on a review sheet. Each locks the document first, then looks at the step again."""

from documents.review.services.answering import answer, send_back, skip
from documents.review.services.batches import MOST, Result, answer_many
from documents.review.services.passing import pass_on
from documents.review.services.submitting import submit

__all__ = ["MOST", "Result", "answer", "answer_many", "pass_on", "send_back", "skip", "submit"]
