# fails: ledger-kept
docker container prune -f --filter "label=trial=$NONCE"
docker image prune -f
docker volume prune -f
docker network prune -f
