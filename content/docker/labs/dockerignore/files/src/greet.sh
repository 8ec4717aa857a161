# greet.sh
greet() { echo "Hello, $1"; }
