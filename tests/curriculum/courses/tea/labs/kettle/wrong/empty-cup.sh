# fails: full
touch "kettle-$NONCE" cup
