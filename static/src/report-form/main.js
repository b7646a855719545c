// All scripts of the report form as one file: on a slow line twenty small ones cost more than what is in them.

import "../../js/portal.js";
import "../../js/offline/main.js";
import "../../js/kept-forms.js";
import "../../js/report-form.js";
import "../../js/offline/report.js";
