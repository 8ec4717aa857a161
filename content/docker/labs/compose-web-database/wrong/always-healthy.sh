# fails: honest-check
perl -0pi -e 's/(MYSQL_RANDOM_ROOT_PASSWORD: "yes"\n)/$1    healthcheck:\n      test: "true"\n      interval: 1s\n/; s/depends_on: \[db\]/depends_on:\n      db: {condition: service_healthy}/; s/depends_on: \[db\]/depends_on:\n      migrate: {condition: service_completed_successfully}/; ' compose.yaml
docker compose up -d
sleep 8
docker compose up -d
