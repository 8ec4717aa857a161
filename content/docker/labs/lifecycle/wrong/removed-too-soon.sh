# fails: rescued
docker run -d --name "web-$NONCE" nginx
docker exec "web-$NONCE" sh -c "echo $NONCE > /tmp/note"
docker stop "web-$NONCE"
docker start "web-$NONCE"
docker stop "deaf-$NONCE"
docker container inspect -f "{{.State.ExitCode}}" "deaf-$NONCE" > code.txt
docker rm "diary-$NONCE"
docker run --name "diary-$NONCE" busybox:1.37 cat /diary > diary.txt
docker rm "diary-$NONCE"
