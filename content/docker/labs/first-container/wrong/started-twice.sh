# fails: again-exists
docker run --name "hello-$NONCE" hello-world
docker start -a "hello-$NONCE"
docker run --rm --name "again-$NONCE" hello-world
