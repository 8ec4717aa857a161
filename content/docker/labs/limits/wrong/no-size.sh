# fails: scratch-bounded
cat > compose.yaml <<'D'
services:
  cache: {image: "redis:7-alpine", command: redis-server --maxmemory 4mb --maxmemory-policy allkeys-lru, deploy: {resources: {limits: {memory: 16M}}}}
  app:
    image: busybox:1.37
    command: sleep 1d
    deploy: {resources: {limits: {memory: 64M, cpus: "0.5", pids: 50}}}
    ulimits: {nofile: {soft: 64, hard: 64}}
    tmpfs: [/scratch]
  crash: {image: "busybox:1.37", command: sh -c "exit 3", restart: "on-failure:2"}
D
