# store.py: the file that knows the other two services
import os, pymysql, redis

cache = redis.Redis(host="cache", decode_responses=True)

def sql(text, *values):
    with open(os.environ["DB_PASSWORD_FILE"]) as f:
        password = f.read().strip()
    db = pymysql.connect(host="db", user="wall",
        password=password, database="wall", autocommit=True)
    with db, db.cursor() as c:
        c.execute(text, values)
        return c.fetchall()

def cached(command, *values, **options):
    try:
        return getattr(cache, command)(*values, **options)
    except redis.RedisError:
        return None
