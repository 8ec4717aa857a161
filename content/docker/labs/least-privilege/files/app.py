# A notebook: PUT /NAME stores a note, GET /NAME reads it, DELETE /NAME forgets it.
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

FOLDER = "/notes"


class Notebook(BaseHTTPRequestHandler):
    def answer(self, code, text=""):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(f"{text}\n".encode())

    def file(self):
        return os.path.join(FOLDER, os.path.basename(self.path) or "first")

    def do_PUT(self):
        try:
            with open(self.file(), "wb") as note:
                note.write(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.answer(201, "stored")
        except OSError as error:
            self.answer(500, f"{error.filename}: {error.strerror}")

    def do_GET(self):
        try:
            with open(self.file()) as note:
                self.answer(200, note.read())
        except OSError as error:
            self.answer(404, error.strerror)

    def do_DELETE(self):
        try:
            os.remove(self.file())
            self.answer(200, "forgotten")
        except OSError as error:
            self.answer(404, error.strerror)

    def log_message(self, *args):
        pass


HTTPServer(("", 8000), Notebook).serve_forever()
