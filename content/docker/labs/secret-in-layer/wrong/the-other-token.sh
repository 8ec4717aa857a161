# fails: token-found
cp app/token.txt token.txt
docker run --rm "leaky:$NONCE" > password.txt
