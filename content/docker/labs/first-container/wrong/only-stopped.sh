# fails: leftovers-gone
docker run --name "hello-$NONCE" hello-world
docker run --name "again-$NONCE" hello-world
docker version --format '{{.Server.Version}}' > server.txt
docker stop "left-1-$NONCE" "left-2-$NONCE" "left-3-$NONCE"
docker ps
