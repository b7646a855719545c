"""Phản ánh dư luận: what collaborators hear at work, without names, passed up to whom it concerns."""
