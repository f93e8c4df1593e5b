# The server, with the MCP server beside it. Runs as nobody in particular, writes to /data and /tmp alone:
#   docker build -t reply-coach . && docker run --rm --read-only --tmpfs /tmp -v coach:/data -p 127.0.0.1:8000:8000 reply-coach
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY api api
COPY cli cli
COPY coach coach
COPY phrasebooks phrasebooks
RUN python -m venv /opt/coach \
 && /opt/coach/bin/pip install --no-cache-dir --disable-pip-version-check -c requirements.lock '.[server,mcp]'

FROM python:3.13-slim
RUN groupadd --system --gid 10001 coach \
 && useradd --system --uid 10001 --gid coach --home-dir /data --shell /usr/sbin/nologin coach \
 && install -d -o coach -g coach -m 0700 /data
COPY --from=build /opt/coach /opt/coach
ENV PATH=/opt/coach/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ORT_DISABLE_TELEMETRY=1 \
    COACH_HOST=0.0.0.0 \
    COACH_PORT=8000 \
    COACH_DATABASE=/data/coach.db
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as http; http.urlopen(f'http://127.0.0.1:{os.environ[\"COACH_PORT\"]}/readyz', timeout=4)"]
CMD ["coach", "serve"]
