# fails: slow-step-cached
docker run --rm "$(docker history -q "leaky:$NONCE" | sed -n 3p)" cat /key.txt > found.txt
chmod 600 model.bin
cat > Dockerfile <<F
FROM busybox:1.37
WORKDIR /app
COPY . .
RUN sh fetch.sh && rm /tmp/archive
CMD ["sh", "report.sh"]
F
docker build -q -t report:neat .
