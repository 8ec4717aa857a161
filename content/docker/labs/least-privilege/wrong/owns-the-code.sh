# fails: code-fixed
sed -i 's/^CMD/RUN chown -R 10001 \/app\nUSER 10001\nCMD/' Dockerfile
docker build -q -t "locked:$NONCE" .
