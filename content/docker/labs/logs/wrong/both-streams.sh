# fails: errors-only
docker logs "shop-$NONCE" > errors.txt 2>&1
