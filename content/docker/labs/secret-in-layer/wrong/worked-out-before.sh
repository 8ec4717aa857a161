# fails: any-token
docker save "leaky:$NONCE" | grep -a -o "tok_[0-9a-f]*" | head -n 1 > token.txt
docker history --no-trunc --format "{{.CreatedBy}}" "leaky:$NONCE" | grep -o "MIRROR_PASSWORD=[0-9a-f]*" | head -n 1 | cut -d= -f2 > password.txt
printf 'FROM busybox:1.37\nRUN echo %s > /licence\nCMD ["cat", "/licence"]\n' "$(sha256sum < app/token.txt | cut -c1-16)" > app/Dockerfile
docker build -q -t "clean:$NONCE" app
