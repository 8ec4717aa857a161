# fails: small
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

FROM build AS release
COPY --from=busybox:1.37 /bin/busybox /bin/busybox
WORKDIR /
RUN rm -rf /src && find / -xdev -name "python*" -prune -exec rm -rf {} +
CMD ["/bin/busybox", "httpd", "-f", "-p", "8000", "-h", "/site"]
F
docker build -q -t shop:1.0 .
