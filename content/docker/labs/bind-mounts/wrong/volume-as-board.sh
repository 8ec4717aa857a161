# fails: board-small
docker run -d --name "web-$NONCE" -p 127.0.0.1:8080:80 -v ./site:/usr/share/nginx/html:ro nginx
docker rm -f "conf-$NONCE"
docker run -d --name "conf-$NONCE" --init -v ./settings:/settings:ro busybox sleep 1d
echo 'docker run --rm -v ./code:/app:ro -w /app python:3.13-slim python "$1"' > run.sh
docker run -d --name "board-$NONCE" --init --read-only -v board:/scratch busybox sleep 1d
