"""How gunicorn serves Scorewright in production.

``SCOREWRIGHT_BIND``, ``SCOREWRIGHT_WORKERS`` and ``SCOREWRIGHT_THREADS`` may be set in the environment; the rest has
reasons that hold everywhere.
"""

import os
import shutil
import tempfile
from pathlib import Path

wsgi_app = "wsgi:app"
bind = os.environ.get("SCOREWRIGHT_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SCOREWRIGHT_WORKERS", os.cpu_count() or 2))
# Threads keep connections alive and let a request wait for the database while another is worked on.
worker_class = "gthread"
threads = int(os.environ.get("SCOREWRIGHT_THREADS", "4"))
keepalive = 15

# Half of the lease on an Idempotency-Key: when that lease ends, whoever held it is gone for certain.
timeout = 60
graceful_timeout = 30

# A heartbeat on a disk that hangs would have healthy workers killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# The control socket lies in the home directory, which a service often cannot write to.
control_socket_disable = True
# No forwarded header is believed here; SCOREWRIGHT_TRUSTED_PROXIES tells the application how many proxies to trust.
forwarded_allow_ips = ""
forwarder_headers = ""

# The application writes a line for every request, with more in it.
accesslog = None
errorlog = "-"

# The workers' metrics are kept in files, so that whichever worker is asked tells those of all. This must stand in the
# environment before the application is imported.
METRICS = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
OWN_METRICS = None if METRICS else tempfile.mkdtemp(prefix="scorewright-metrics-")
if OWN_METRICS:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = OWN_METRICS


def child_exit(server, worker):
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    if OWN_METRICS:
        shutil.rmtree(OWN_METRICS, ignore_errors=True)
