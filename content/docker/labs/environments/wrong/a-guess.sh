# fails: prod-release
set -e
cat > compose.override.yaml <<'YAML'
services:
  web:
    environment:
      MODE: dev
      DEBUG: "1"
    volumes: ["./site:/usr/share/nginx/html:ro"]
YAML
cat > compose.prod.yaml <<'YAML'
services:
  web:
    image: nginx:${TAG:-alpine}
    environment:
      MODE: prod
    ports: !override
      - "8088:80"
    restart: unless-stopped
  cache:
    restart: unless-stopped
YAML
cat > compose.test.yaml <<'YAML'
services:
  web:
    environment:
      MODE: test
    ports: !reset []
    healthcheck:
      test: wget -q -O /dev/null 127.0.0.1
      interval: 1s
  tests:
    image: busybox
    command: wget -q -O - http://web
    networks: [front]
    depends_on:
      web: {condition: service_healthy}
YAML
docker compose up -d
TAG=alpine docker compose -p prod -f compose.yaml -f compose.prod.yaml up -d
docker compose -p ci -f compose.yaml -f compose.test.yaml run --rm tests > /dev/null
docker compose -p ci -f compose.yaml -f compose.test.yaml down -v
