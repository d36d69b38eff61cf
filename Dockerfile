# One image for web, worker and beat; see compose.yaml. Not built by the project's tests: there is no Docker engine there.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 VAR_DIR=/var/lib/suggestions HOST=0.0.0.0
WORKDIR /app
COPY requirements.txt requirements-assets.txt ./
RUN pip install -r requirements.txt && pip install --no-deps --require-hashes -r requirements-assets.txt
COPY . .
RUN useradd --system --home /app suggestions && install -d -o suggestions /var/lib/suggestions
USER suggestions
VOLUME /var/lib/suggestions
EXPOSE 8000
# Migrations, static files and the calendar first; each does nothing when there is nothing to do.
CMD ["sh", "-c", "python -m devtools.prepare && exec gunicorn -c config/gunicorn.py config.wsgi:application"]
