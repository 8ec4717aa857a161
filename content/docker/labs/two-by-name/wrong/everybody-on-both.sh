# fails: safe-walled
docker network create "shop-$NONCE"
docker network create "back-$NONCE"
docker run -d --name "db-$NONCE" --network "shop-$NONCE" --network-alias orders redis:7-alpine
docker network connect "shop-$NONCE" "cart-$NONCE"
docker run -d --name "safe-$NONCE" --network "back-$NONCE" redis:7-alpine
for who in db safe cart; do docker network connect "shop-$NONCE" "$who-$NONCE"; docker network connect "back-$NONCE" "$who-$NONCE"; done
