# fails: restarted
docker run -d --name "web-$NONCE" nginx
docker stop "web-$NONCE"
docker rm "web-$NONCE"
docker run -d --name "web-$NONCE" nginx
sleep 2
docker exec "web-$NONCE" sh -c "echo $NONCE > /tmp/note"
docker start "diary-$NONCE"
docker exec "diary-$NONCE" cat /diary > diary.txt
docker stop -t 1 "diary-$NONCE"
docker rm "diary-$NONCE"
docker rm "user-$NONCE"
docker rmi "old:$NONCE"
