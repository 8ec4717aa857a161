# fails: hot
echo tea > cup
