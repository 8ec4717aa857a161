import time

n = 0
while True:
    n += 1
    print("tick", n, int(time.time()))
    time.sleep(1)
