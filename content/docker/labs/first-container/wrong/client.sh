# fails: server-version
docker run --name "hello-$NONCE" hello-world
docker run --name "again-$NONCE" hello-world
docker version --format '{{.Client.Version}}' > server.txt
docker rm $(docker ps -aqf ancestor=alpine:3.22)
