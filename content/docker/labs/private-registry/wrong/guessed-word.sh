# fails: word
docker run -d --name "reg-$NONCE" -v "shelf-$NONCE:/var/lib/registry" -p 5000:5000 registry:2
echo "motd-$NONCE" > word.txt
