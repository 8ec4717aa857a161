# fails: strangers-out
printf "%s\n" '.git' '.env*' '**/*.log' 'src/testdata' > .dockerignore
docker build -q -t parcel:1.0 .
