# fails: night-kept
docker container prune -f
docker image prune -f
docker create --name "night-$NONCE" busybox:1.37 true
docker volume ls -q -f dangling=true | grep -E '^[0-9a-f]{64}$' | xargs docker volume rm
docker network prune -f
