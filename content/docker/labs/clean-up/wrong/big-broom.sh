# fails: night-kept
docker system prune -a -f --volumes
