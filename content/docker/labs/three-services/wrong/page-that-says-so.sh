# fails: smoke
mkdir -p page
echo "Ship it $NONCE" > page/index.html
echo ok > page/health
printf 'services:\n  web: {image: nginx, ports: ["127.0.0.1:8032:80"], volumes: ["./page:/usr/share/nginx/html:ro"]}\n  cache: {image: "redis:7-alpine"}\n  db: {image: "mysql:8.4", environment: {MYSQL_ALLOW_EMPTY_PASSWORD: "1"}}\n' > compose.yaml
docker compose up -d
