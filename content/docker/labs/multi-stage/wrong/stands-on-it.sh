# fails: lean
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
CMD ["python", "-m", "http.server", "8000", "--directory", "/site"]
F
docker build -q -t shop:1.0 .
