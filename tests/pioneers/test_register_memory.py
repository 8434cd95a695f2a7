"""CQC's monthly ODS must not need more memory than a small server has.

The file here has CQC's rows and columns, but values only in the columns that are read, so that the
test is quick: 178 MB of XML. Built as a tree it would need several times the limit. The whole
444 MB (big_register.py) peak at the same figure.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.pioneers import big_register
from tests.pioneers.register_files import write_monthly_ods

ROOT = Path(__file__).parents[2]
LIMIT_MB = 300

# In a process of its own, since a peak of memory belongs to a process. VmHWM and not getrusage,
# because the latter counts what the parent held at the fork.
SCRIPT = """
import json, re, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from core import people
from pioneers.services.register import import_register
report = import_register(sys.argv[1], by=people.system())
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(json.dumps({"mb": int(peak[1]) / 1024, "produced_on": str(report.produced_on),
                  **report.counts()}))
"""


def test_sixty_thousand_rows_of_ods_stay_under_300_mb(tmp_path):
    path = write_monthly_ods(tmp_path / "big.ods", big_register.rows(filled=False))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    peak = result.pop("mb")
    assert result == {
        "produced_on": "2026-07-01",
        "created": 600,
        "updated": 0,
        "unchanged": 0,
        "skipped": 59_400,
    }
    assert peak < LIMIT_MB
