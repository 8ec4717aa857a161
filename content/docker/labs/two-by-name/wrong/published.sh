# fails: db-unpublished
docker network create "shop-$NONCE"
docker run -d --name "db-$NONCE" --network "shop-$NONCE" --network-alias orders -p 6379:6379 redis:7-alpine
docker network connect "shop-$NONCE" "cart-$NONCE"
