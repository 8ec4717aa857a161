# fails: old-refused
cat > compose.yaml <<'YAML'
name: blog
services:
  db:
    image: mysql:8.4
    environment:
      MYSQL_DATABASE: blog
      MYSQL_USER: blog
      MYSQL_PASSWORD_FILE: /run/secrets/pw
      MYSQL_RANDOM_ROOT_PASSWORD: "yes"
    secrets: [pw]
    volumes: ["data:/var/lib/mysql"]
    healthcheck:
      test: ["CMD", "mysqladmin", "ping", "-h", "127.0.0.1"]
      interval: 2s
      start_period: 60s
  wordpress:
    image: wordpress:latest
    depends_on:
      db: {condition: service_healthy}
    environment:
      WORDPRESS_DB_HOST: db
      WORDPRESS_DB_NAME: blog
      WORDPRESS_DB_USER: blog
      WORDPRESS_DB_PASSWORD_FILE: /run/secrets/pw
    secrets: [pw]
    ports: ["127.0.0.1:8081:80"]
    volumes: ["files:/var/www/html"]
volumes:
  data:
  files:
secrets:
  pw: {file: ./pw.txt}
YAML
docker compose up -d --wait
sh install.sh "Blog $NONCE"
docker compose down
docker compose up -d --wait
cp pw.txt old.txt
echo "second-$NONCE" > pw.txt
docker compose up -d --force-recreate --wait
cp old.txt pw.txt
docker compose up -d --force-recreate --wait
