# fails: up
docker compose up -d
sleep 5
