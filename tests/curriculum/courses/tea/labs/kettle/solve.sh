touch "kettle-$NONCE"
echo tea > cup
