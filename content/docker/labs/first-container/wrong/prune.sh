# fails: exists
docker run --name "hello-$NONCE" hello-world
docker run --name "again-$NONCE" hello-world
docker version --format '{{.Server.Version}}' > server.txt
docker container prune -f
