# app.sh NAME
. ./src/greet.sh
. ./src/deep/sign.sh
greet "$1"
sign
