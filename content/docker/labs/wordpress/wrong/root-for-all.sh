# fails: own-user
cat > compose.yaml <<'YAML'
services:
  db:
    image: mysql:8.4
    environment: {MYSQL_DATABASE: blog, MYSQL_ROOT_PASSWORD_FILE: /run/secrets/pw}
    secrets: [pw]
    volumes: ["data:/var/lib/mysql"]
    healthcheck: {test: mysqladmin ping -h 127.0.0.1, interval: 2s, start_period: 60s}
  wordpress:
    image: wordpress
    depends_on: {db: {condition: service_healthy}}
    environment: {WORDPRESS_DB_HOST: db, WORDPRESS_DB_NAME: blog, WORDPRESS_DB_USER: root, WORDPRESS_DB_PASSWORD_FILE: /run/secrets/pw}
    secrets: [pw]
    ports: ["127.0.0.1:8081:80"]
volumes: {data: }
secrets: {pw: {file: ./pw.txt}}
YAML
docker compose up -d --wait
