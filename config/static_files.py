"""Static files of production: every file under a name that changes with its content, also where a script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as Base


class HashedFiles(Base):
    # Without it a script would import the unhashed name of the next one, which a device may keep from an older version.
    # Only the portal's own scripts: those of libraries name what is not there.
    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", Base._js_module_import_aggregation_patterns[1])
