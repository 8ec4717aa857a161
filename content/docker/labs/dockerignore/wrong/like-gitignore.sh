# fails: no-rubbish
printf "%s\n" '.git' '.env*' '*.log' > .dockerignore
docker build -q -t parcel:1.0 .
