# app.py: the wall itself
from flask import Flask, request
from store import cached, sql

app = Flask(__name__)
plain = {"Content-Type": "text/plain"}

@app.get("/")
def read():
    page = cached("get", "page")
    if page is not None:
        return page, plain | {"X-From": "cache"}
    rows = sql("SELECT text FROM note ORDER BY id")
    page = "".join(text + "\n" for text, in rows)
    cached("set", "page", page, ex=60)
    return page, plain | {"X-From": "database"}

@app.post("/")
def write():
    sql("INSERT INTO note (text) VALUES (%s)",
        request.form["text"])
    cached("delete", "page")
    return "pinned\n"

@app.get("/health")
def health():
    return "ok\n"
