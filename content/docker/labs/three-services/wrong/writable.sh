# fails: read-only
set -e
sed -i 's/^CMD/USER wall\nCMD/' Dockerfile
printf '*\n!requirements.txt\n!app.py\n!store.py\n' > .dockerignore
cat > compose.yaml <<'YAML'
name: wall
services:
  web:
    image: wall-web:dev
    build: .
    init: true
    cap_drop: [ALL]
    environment:
      DB_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    ports: ["127.0.0.1:8032:8000"]
    depends_on:
      db: {condition: service_healthy}
      cache: {condition: service_started}
  cache:
    image: redis:7-alpine
  db:
    image: mysql:8.4
    environment:
      MYSQL_DATABASE: wall
      MYSQL_USER: wall
      MYSQL_PASSWORD_FILE: /run/secrets/db_password
      MYSQL_RANDOM_ROOT_PASSWORD: "yes"
    secrets: [db_password]
    volumes:
      - wall-db:/var/lib/mysql
      - ./init.sql:/docker-entrypoint-initdb.d/init.sql:ro
    healthcheck:
      test: ["CMD", "mysqladmin", "ping", "-h", "127.0.0.1"]
      interval: 2s
      timeout: 10s
      retries: 10
      start_period: 60s
volumes:
  wall-db:
secrets:
  db_password: {file: ./db_password.txt}
YAML
docker compose build -q
docker compose up -d
for i in 1 2 3 4 5; do curl -sf --data-urlencode "text=Ship it $NONCE" http://localhost:8032/ && break; sleep 1; done
docker compose down
docker compose up -d
