# fails: password-found
docker save "leaky:$NONCE" | grep -a -o "tok_[0-9a-f]*" | head -n 1 > token.txt
docker run --rm "leaky:$NONCE" sh -c "echo \$MIRROR_PASSWORD" > password.txt
