# exercise: parallel_map
"""Right, but untidy: threads that fork a process for each item, and pickle by hand."""

import os, pickle, threading

def parallel_map(function, items, workers = 2) :
    todo = list(enumerate(items))[::-1]; done = {}; lock = threading.Lock()
    def loop():
        while True:
            with lock:
                if not todo: return
                place, item = todo.pop()
                r, w = os.pipe()
                pid = os.fork()
            if pid == 0:
                os.close(r)
                try:
                    try: answer = (1, function(item))
                    except Exception as e: answer = (0, e)
                    with os.fdopen(w, "wb") as f: pickle.dump(answer, f)
                finally:
                    os._exit(0)
            os.close(w)
            with os.fdopen(r, "rb") as f: done[place] = pickle.load(f)
            os.waitpid(pid, 0)
            if not done[place][0]:
                with lock: todo.clear()
    threads = [threading.Thread(target=loop) for _ in range(workers)]
    for t in threads: t.start()
    for t in threads: t.join()
    for good, value in done.values():
        if not good: raise value
    print(len(done), "done")
    return [done[place][1] for place in range(len(items))]
