import os, pymysql

def password():
    if name := os.environ.get("DB_PASSWORD_FILE"):
        with open(name) as file:
            return file.read().strip()
    return os.environ["DB_PASSWORD"]

def sql(text, *values):
    db = pymysql.connect(host="db", user="notes",
        password=password(), database="notes", autocommit=True)
    with db, db.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
