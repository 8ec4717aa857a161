# fails: back-kept
docker container prune -f --filter "label=trial=$NONCE"
docker image prune -a -f
docker network prune -f
