"""Files that go with a document as files of their own: its appendices that are not pages of the paper.

The issuer's seal on such a file is the mark top right of its first page: number, symbol and time, no picture
(NĐ 30/2020, Phụ lục I, II.14).
"""
