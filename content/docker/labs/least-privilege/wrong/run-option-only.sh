# fails: user
docker build -q -t "locked:$NONCE" .
docker run -d --name "app-$NONCE" --user 10001 -p 127.0.0.1:8000:8000 --read-only --tmpfs /notes --cap-drop ALL --security-opt no-new-privileges "locked:$NONCE"
docker run -d --name "keeper-$NONCE" --cap-drop ALL --cap-add CHOWN "keeper:$NONCE"
