set -e
mkdir out
docker save "leaky:$NONCE" | tar -x -C out
for layer in out/*.tar; do tar -xOf "$layer" root/token.txt 2>/dev/null && break; done > token.txt
docker history --no-trunc --format '{{.CreatedBy}}' "leaky:$NONCE" | grep -o 'MIRROR_PASSWORD=[0-9a-f]*' | head -n 1 | cut -d= -f2 > password.txt
cat > app/Dockerfile <<'D'
FROM busybox:1.37 AS make
COPY token.txt /root/token.txt
RUN sha256sum < /root/token.txt | cut -c1-16 > /licence
FROM busybox:1.37
COPY --from=make /licence /licence
CMD ["cat", "/licence"]
D
docker build -q -t "clean:$NONCE" app
