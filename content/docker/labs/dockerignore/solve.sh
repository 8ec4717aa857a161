set -e
printf "%s\n" '*' '!app.sh' '!src' 'src/testdata' '**/*.log' > .dockerignore
docker build -q -t parcel:1.0 .
