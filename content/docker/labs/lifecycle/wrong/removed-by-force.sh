# fails: ended
docker run -d --name "web-$NONCE" nginx
docker exec "web-$NONCE" sh -c "echo $NONCE > /tmp/note"
docker stop "web-$NONCE"
docker start "web-$NONCE"
docker rm -f "deaf-$NONCE"
echo 137 > code.txt
docker start "diary-$NONCE"
docker exec "diary-$NONCE" cat /diary > diary.txt
docker stop -t 1 "diary-$NONCE"
docker rm "diary-$NONCE"
docker rm "user-$NONCE"
docker rmi "old:$NONCE"
