set -e
cat > compose.yaml <<'YAML'
services:
  db:
    image: mysql:8.4
    environment:
      MYSQL_DATABASE: notes
      MYSQL_USER: notes
      MYSQL_PASSWORD_FILE: /run/secrets/db_password
      MYSQL_RANDOM_ROOT_PASSWORD: "yes"
    secrets: [db_password]
    healthcheck:
      test: ["CMD", "mysqladmin", "ping", "-h", "127.0.0.1"]
      interval: 1s
      retries: 30
  migrate:
    image: python:3.13-slim
    command: python -B migrate.py
    working_dir: /app
    volumes: ["./app:/app:ro"]
    environment:
      DB_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    depends_on:
      db: {condition: service_healthy}
  web:
    image: python:3.13-slim
    init: true
    command: python -B web.py
    working_dir: /app
    volumes: ["./app:/app:ro"]
    env_file: app.env
    environment:
      DB_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    ports: ["127.0.0.1:${WEB_PORT:-8080}:8000"]
    depends_on:
      migrate: {condition: service_completed_successfully}
secrets:
  db_password: {file: ./db_password.txt}
YAML
echo "HEADING=Notes $NONCE" > app.env
docker compose up -d
