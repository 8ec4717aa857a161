# fails: errors-only
docker logs "shop-$NONCE" 2>&1 | grep ERROR > errors.txt
