set -e
cat > Dockerfile <<F
FROM python:3.13-slim AS base
WORKDIR /src
COPY build.py prices.csv ./

FROM base AS test
COPY test_build.py .
RUN python -m unittest

FROM base AS build
ARG VERSION=dev
RUN python build.py "\$VERSION" /site

FROM busybox:1.37 AS release
COPY --from=build /site /site
CMD ["httpd", "-f", "-p", "8000", "-h", "/site"]
F
docker build -q -t shop:1.0 .
