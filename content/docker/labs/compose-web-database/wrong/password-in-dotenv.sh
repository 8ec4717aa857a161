# fails: unseen
perl -0pi -e 's/(MYSQL_RANDOM_ROOT_PASSWORD: "yes"\n)/$1    healthcheck:\n      test: mysqladmin ping -h 127.0.0.1\n      interval: 1s\n      retries: 30\n/; s/depends_on: \[db\]/depends_on:\n      db: {condition: service_healthy}/; s/depends_on: \[db\]/depends_on:\n      migrate: {condition: service_completed_successfully}/' compose.yaml
sed -i '/working_dir: .app/i\    env_file: app.env' compose.yaml
sed -i 's/8080:8000/${WEB_PORT:-8080}:8000/' compose.yaml
sed -i 's/pw-[0-9a-f]*$/${DB_PASSWORD}/' compose.yaml
echo "HEADING=Notes $NONCE" > app.env
echo "DB_PASSWORD=$(cat db_password.txt)" > .env
docker compose up -d
