# fails: log-small
docker logs "shop-$NONCE" 2> errors.txt > /dev/null
docker run -d --name "tick-$NONCE" -v ./ticker.py:/ticker.py:ro python:3.13-slim python -u /ticker.py
printf 'FROM busybox:1.37\nCOPY app.sh /\nCMD mkdir -p /var/log; touch /var/log/app.log; tail -f /var/log/app.log & exec sh /app.sh\n' > stubborn/Dockerfile
docker build -q -t "stubborn:$NONCE" stubborn
printf 'services:\n  chatty:\n    image: busybox:1.37\n    command: seq 1 20000\n    logging: {driver: none}\n' > compose.yaml
