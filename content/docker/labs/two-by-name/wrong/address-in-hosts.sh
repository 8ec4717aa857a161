# fails: cart-talks
docker network create "shop-$NONCE"
docker run -d --name "db-$NONCE" --network "shop-$NONCE" redis:7-alpine
docker network connect bridge "db-$NONCE" || docker network connect podman "db-$NONCE"
for at in $(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "db-$NONCE"); do
  docker exec "cart-$NONCE" sh -c "echo $at db-$NONCE >> /etc/hosts"
done
