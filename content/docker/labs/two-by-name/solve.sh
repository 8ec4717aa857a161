set -e
docker network create "shop-$NONCE"
docker network create "back-$NONCE"
docker run -d --name "db-$NONCE" --network "shop-$NONCE" --network-alias orders redis:7-alpine
docker network connect "shop-$NONCE" "cart-$NONCE"
docker run -d --name "safe-$NONCE" --network "back-$NONCE" redis:7-alpine
docker network connect "back-$NONCE" "db-$NONCE"
