# fails: no-trace
docker save "leaky:$NONCE" | grep -a -o "tok_[0-9a-f]*" | head -n 1 > token.txt
docker history --no-trunc --format "{{.CreatedBy}}" "leaky:$NONCE" | grep -o "MIRROR_PASSWORD=[0-9a-f]*" | head -n 1 | cut -d= -f2 > password.txt
printf 'FROM busybox:1.37\nARG TOKEN\nRUN echo $TOKEN | sha256sum | cut -c1-16 > /licence\nCMD ["cat", "/licence"]\n' > app/Dockerfile
docker build -q --build-arg "TOKEN=$(cat app/token.txt)" -t "clean:$NONCE" app
