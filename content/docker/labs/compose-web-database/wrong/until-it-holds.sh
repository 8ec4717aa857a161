# fails: honest-check
sed -i '/image:/a\    restart: on-failure' compose.yaml
docker compose up -d
sleep 12
