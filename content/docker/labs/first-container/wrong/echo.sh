# fails: from-image
docker run --name "hello-$NONCE" busybox echo 'Hello from Docker!'
docker run --name "again-$NONCE" busybox echo 'Hello from Docker!'
docker version --format '{{.Server.Version}}' > server.txt
docker rm $(docker ps -aqf ancestor=alpine:3.22)
