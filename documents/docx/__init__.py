"""Paper → .docx with real Word styles, numbering, heading table and ruled lines.

A package of plain XML parts, written without a template file: no theme fonts, the same paper gives the same bytes.

What Word numbers itself and what is typed:

* I. / 1. / 1.1. / 1.1.1. / - / + are levels of one multilevel list, tied to styles; (1) is a list of its own, begun
  anew by a start override.
* Word's letters are English: after d) comes e). A list of at most four points is numbered by Word, where both
  alphabets agree; in a longer one all letters are typed, so that đ) stands where the decree wants it.
* A number that Word would print differently (a level was skipped: 1.1. right below I.) is typed as well. `Numberer`
  counts along as Word does and decides line by line.
"""

from documents.docx.package import docx_bytes
from documents.docx.remarks import Comment, Edit, Remarks, Who

__all__ = ["Comment", "Edit", "Remarks", "Who", "docx_bytes"]
