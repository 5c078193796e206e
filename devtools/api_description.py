"""Write the API's description to a file: ``python -m devtools.api_description console/openapi.json``."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from api.app import create_app
from api.json import write_json
from service.settings import load_settings

if __name__ == "__main__":
    # Whatever this machine's server is set to, the description is the same.
    for name in [name for name in os.environ if name.startswith("SCOREWRIGHT_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(load_settings(Path(folder)), database_url=f"sqlite:///{folder}/none.sqlite")
        text = write_json(create_app(settings).spec)
    place = Path(sys.argv[1])
    # An unchanged file keeps its time, so that nothing is built again for it.
    if not place.exists() or place.read_text(encoding="utf-8") != text:
        place.write_text(text, encoding="utf-8")
