# fails: conditions
perl -0pi -e 's/(MYSQL_RANDOM_ROOT_PASSWORD: "yes"\n)/$1    healthcheck:\n      test: mysqladmin ping -h 127.0.0.1\n      interval: 1s\n      retries: 30\n/; s/depends_on: \[db\]/depends_on:\n      db: {condition: service_healthy}/g' compose.yaml
docker compose up -d
sleep 3
docker compose up -d
