set -e
docker run -d --name "web-$NONCE" nginx
docker exec "web-$NONCE" sh -c "echo $NONCE > /tmp/note"
docker stop "web-$NONCE"
docker start "web-$NONCE"
docker stop "deaf-$NONCE"
docker container inspect -f "{{.State.ExitCode}}" "deaf-$NONCE" > code.txt
docker start "diary-$NONCE"
docker exec "diary-$NONCE" cat /diary > diary.txt
docker stop -t 1 "diary-$NONCE"
docker rm "diary-$NONCE"
docker rm "user-$NONCE"
docker rmi "old:$NONCE"
