# fails: fresh
docker build -q -t shop:old .
docker create --name old shop:old
docker cp old:/site ./site
docker rm old
cat > Dockerfile <<F
FROM python:3.13-slim AS test
WORKDIR /src
COPY . .
RUN python -m unittest

FROM busybox:1.37
COPY site /site
CMD ["httpd", "-f", "-p", "8000", "-h", "/site"]
F
docker build -q -t shop:1.0 .
