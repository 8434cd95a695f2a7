# Front-end packages, by lock file; only their files go on.
FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

# Python packages, built once; pip and its caches stay behind.
FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11-slim-bookworm
# The libraries that WeasyPrint draws PDFs with, and the zones of the world's clocks.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app pioneers \
    && install -d -o pioneers /data /data/media
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    MEDIA_ROOT=/data/media \
    WEB_WORKERS=2
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=front-end /app/node_modules node_modules
COPY . .
# Values that only let the settings load: collectstatic connects to nothing and keeps none of them.
RUN SECRET_KEY=only-while-static-files-are-collected-not-kept-in-the-image \
    SITE_URL=https://build.example ALLOWED_HOSTS=build.example \
    DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
    EMAIL_URL=smtp://127.0.0.1:1 DEFAULT_FROM_EMAIL=build@build.example \
    python manage.py collectstatic --no-input --verbosity 0
USER pioneers
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "bin/healthy", "http://127.0.0.1:8000/health/"]
CMD ["sh", "-c", "exec gunicorn config.wsgi --bind 0.0.0.0:8000 --workers \"$WEB_WORKERS\" --threads 4 --timeout 60 --no-control-socket --access-logfile -"]
