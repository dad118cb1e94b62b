# The app as an image: docs/install.md says how to run it.
# For a build that can be repeated, pin the base image:
#   docker build --build-arg NODE_IMAGE=node:24-bookworm-slim@sha256:… -t csm-routing .
# It must have glibc, as Debian's do, because DuckDB and Argon2 are native libraries.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm run --silent sbom > .next/standalone/sbom.cdx.json

FROM ${NODE_IMAGE}
WORKDIR /app
# npm runs the commands, such as `npm run member`. It can write nowhere else.
ENV NODE_ENV=production \
    DUCKDB_PATH=/data/warehouse.duckdb \
    HOME=/tmp \
    NPM_CONFIG_LOGS_MAX=0 \
    NPM_CONFIG_UPDATE_NOTIFIER=false
RUN install --directory --owner=1000 --group=1000 --mode=0700 /data
COPY --from=build /build/.next/standalone ./
VOLUME /data
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["node", "cli/check-health.mjs"]
CMD ["node", "cli/start.cjs"]
