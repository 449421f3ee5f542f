"""Every setting of the project, each read from the environment where installations differ.

| where | what |
|---|---|
| `base.py` | the installation, its apps and middleware, templates, static files, time |
| `stores.py` | PostgreSQL, Redis, tables and buckets of AWS |
| `limits.py` | LIMITS of roles, commands, how long things hold |
| `escalations.py` | mail, evidence, printers' secrets and calls |
| `tasks.py` | Celery, with CELERY_BEAT_SCHEDULE |
| `sign_in.py` | company and local accounts, sessions |
| `api.py`, `security.py`, `logs.py` | the API's defaults; headers and sizes; log lines |

Nothing here is unsafe when left out: without SECRET_KEY or ALLOWED_HOSTS the site refuses to answer, and
`manage.py check` says which is missing (dashboard/checks.py).
"""

from dashboard.settings.api import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.base import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.escalations import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.limits import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.logs import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.security import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.sign_in import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.stores import *  # noqa: F403 settings are one namespace to Django
from dashboard.settings.tasks import *  # noqa: F403 settings are one namespace to Django
