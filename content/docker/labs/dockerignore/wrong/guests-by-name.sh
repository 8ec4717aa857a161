# fails: guests-in
printf "%s\n" '*' '!app.sh' '!src/greet.sh' '!src/deep/sign.sh' > .dockerignore
docker build -q -t parcel:1.0 .
