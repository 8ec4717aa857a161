# Makes the tables, and ends.
from store import sql

sql("CREATE TABLE IF NOT EXISTS note"
    " (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(200))")
print("tables are there")
