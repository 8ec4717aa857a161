set -e
docker logs "shop-$NONCE" 2> errors.txt > /dev/null
docker run -d --name "tick-$NONCE" -e PYTHONUNBUFFERED=1 -v ./ticker.py:/ticker.py:ro python:3.13-slim python /ticker.py
cat > stubborn/Dockerfile <<'D'
FROM busybox:1.37
RUN mkdir -p /var/log && ln -s /dev/stdout /var/log/app.log
COPY app.sh /
CMD ["sh", "/app.sh"]
D
docker build -q -t "stubborn:$NONCE" stubborn
cat > compose.yaml <<'D'
services:
  chatty:
    image: busybox:1.37
    command: seq 1 20000
    logging:
      options:
        max-size: 20k
        max-file: "2"
D
