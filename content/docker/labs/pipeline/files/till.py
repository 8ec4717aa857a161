from http.server import BaseHTTPRequestHandler, HTTPServer


def total(prices, discount=0):
    return sum(prices) * (100 - discount) // 100


class Till(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{total([60, 40], 10)}\n".encode())

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    HTTPServer(("", 8000), Till).serve_forever()
