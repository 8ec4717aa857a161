# fails: same-house
mkdir -p page
echo '<title>Blog '"$NONCE"'</title> WordPress' > page/index.html
printf 'services:\n  db: {image: "mysql:8.4", environment: {MYSQL_ALLOW_EMPTY_PASSWORD: "1"}}\n  wordpress: {image: nginx, ports: ["127.0.0.1:8081:80"], volumes: ["./page:/usr/share/nginx/html:ro"]}\n' > compose.yaml
docker compose up -d
