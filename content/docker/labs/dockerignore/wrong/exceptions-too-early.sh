# fails: exceptions-out
rm src/debug.log
printf "%s\n" "*" "src/testdata" "**/*.log" "!app.sh" "!src" > .dockerignore
docker build -q -t parcel:1.0 .
