# fails: night-kept
docker container prune -f
docker image prune -f
docker network prune -f
