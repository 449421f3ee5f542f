# The image of production: the site, its worker and beat, without the embedded services, the demo and the tests.
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-default-groups --python python3.11
COPY manage.py ./
COPY dashboard dashboard
COPY orders orders
COPY support support
COPY templates templates
COPY static static
COPY docs/runbook.md docs/runbook.md
# Signs nothing: collecting static files only wants one to be there.
RUN SECRET_KEY=unused-while-building .venv/bin/python manage.py collectstatic --noinput --ignore rest_framework

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app printdesk
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 REMAP_SIGTERM=SIGQUIT
COPY --from=build /app /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "-c", "python:dashboard.gunicorn", "dashboard.wsgi"]
