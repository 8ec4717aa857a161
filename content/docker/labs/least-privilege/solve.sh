set -e
sed -i 's/^CMD/USER 10001:10001\nCMD/' Dockerfile
docker build -q -t "locked:$NONCE" .
docker run -d --name "app-$NONCE" -p 127.0.0.1:8000:8000 --read-only --tmpfs /notes --cap-drop ALL --security-opt no-new-privileges "locked:$NONCE"
docker run -d --name "keeper-$NONCE" --cap-drop ALL --cap-add CHOWN "keeper:$NONCE"
