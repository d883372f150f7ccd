"""Submissions that search for the worker: along all references from whatever Python shows, at any moment."""

# Walks along all references from whatever Python shows, and notes what leads to functions of the worker's.
SEARCHER = '''
import gc, signal, sys, threading, types

VISIBLE = (
    "worker.visible", "worker.suite_functions", "worker.lent_classes", "worker.fast_loop",
    "worker.virtual_waits", "grader.wire.steps", "grader.wire.tuples",
)
found = set()
looked = set()

def module_of(thing):
    """The module of the worker's that `thing` leads to, if it does."""
    kind = type(thing)
    if kind is types.FunctionType:
        name = thing.__module__
    elif issubclass(kind, (types.ModuleType, dict)):
        names = thing if issubclass(kind, dict) else vars(thing)
        name = names.get("__name__") if "__builtins__" in names else None
    else:
        held = thing if issubclass(kind, type) else kind
        # A class without functions leads nowhere.
        if not any(type(value) is types.FunctionType for value in vars(held).values()):
            return None
        name = type.__dict__["__module__"].__get__(held)
    if type(name) is str and name.partition(".")[0] in ("worker", "grader") and name not in VISIBLE:
        return name

def walk(moment, *roots):
    todo, seen = list(roots), set()
    while todo:
        thing = todo.pop()
        if id(thing) in seen or thing is found:
            continue
        seen.add(id(thing))
        name = module_of(thing)
        if name:
            found.add(f"{moment}: {type(thing).__name__} of {name}")
        else:
            todo += gc.get_referents(thing)

def frames(frame):
    while frame:
        yield from (frame, frame.f_globals, frame.f_locals, frame.f_builtins)
        frame = frame.f_back

def classes():
    todo, known = [object], set()
    while todo:
        for kind in type.__subclasses__(todo.pop()):
            if id(kind) not in known:
                known.add(id(kind))
                todo.append(kind)
                yield kind

def look(moment):
    if moment in looked:  # it takes a second
        return
    looked.add(moment)
    gc.unfreeze()
    modules = sys.modules, sys.meta_path, sys.path_hooks, sys.path_importer_cache
    threads = [part for frame in sys._current_frames().values() for part in frames(frame)]
    walk(moment, *gc.get_objects(), *threads, *frames(sys._getframe()), *classes(), *modules, *sys.exc_info())

def told():
    return sorted(found)
'''

MOMENTS = """
look("import")

class Meta(type):
    asked = False
    @property
    def __name__(cls):
        look("name")
        return "x"
    def __hash__(cls):
        if Meta.asked:
            look("hash of the class")
        return 5
    def __eq__(cls, other):
        return cls is other

class Odd(metaclass=Meta):
    def __del__(self):
        look("end")
    def __hash__(self):
        look("hash")
        return 1

class Failure(Exception):
    def __str__(self):
        look("text")
        return "no"

class Things:
    def __len__(self):
        look("length")
        return 3
    def __getattr__(self, name):
        look("attribute")
        return 1
    def __getitem__(self, key):
        look("item")
        return 1
    def __contains__(self, key):
        look("contains")
        return True
    def __enter__(self):
        look("enter")
    def __exit__(self, *failure):
        look("exit")

things = Things()

def call(*args, **kwargs):
    look("call")

def odd():
    return [Odd(), Odd()]

def asked(whether):
    Meta.asked = whether

def fail():
    raise Failure

def items():
    yield 1
    look("next")
    yield 2

def take(stream):
    walk("stream", stream, type(stream))
    next(stream)
    look("stream")

async def awaited():
    import asyncio
    look("awaited")
    for task in asyncio.all_tasks():
        walk("task", task, *frames(task.get_coro().cr_frame))

async def suspended(function):
    import asyncio
    await asyncio.sleep(0)
    look("suspended")
    for task in asyncio.all_tasks():
        walk("its task", task, *frames(task.get_coro().cr_frame))
    looking = asyncio.create_task(looks())
    await function(1)
    await looking

async def looks():
    import asyncio
    look("while it awaits the suite")
    loop = asyncio.get_running_loop()
    walk("loop", loop, loop._selector, *asyncio.all_tasks())

def by_itself(function):
    import asyncio
    asyncio.run(suspended(function))

async def on_its_own_queue(function):
    import asyncio, collections
    def calling(name):
        def called(self, *args):
            walk(name, *frames(sys._getframe()))
            return getattr(collections.deque, name)(self, *args)
        return called
    loop = asyncio.get_running_loop()
    names = "__len__", "append", "rotate"
    loop._ready = type("Ready", (collections.deque,), {name: calling(name) for name in names})(loop._ready)
    await asyncio.gather(function(1), function(2))
    await asyncio.sleep(0)

def step_by_step(function):
    thread = threading.Thread(target=lambda: walk("beside its steps", *gc.get_objects()))
    steps = function(1)
    thread.start()
    try:
        steps.send(None)
    except StopIteration:
        thread.join()

def given(function):
    walk("the author's function", function, function.__globals__)

def planted():
    def function(): ...
    function.__module__ = "worker.planted"
    look("planted")
    return len(told()) > 0
"""

HOOKS = """
def callback(function):
    look("callback")
    walk("stand-in", function, function.__closure__, function.__globals__, function.__code__)
    walk("parts", function.__defaults__, function.__kwdefaults__, function.__dict__, function.__builtins__)
    for cell in function.__closure__ or ():
        walk("cell", cell.cell_contents, getattr(cell.cell_contents, "__self__", None))
    return told()

def profiled(function):
    seen = []
    def profile(*event):
        seen.append(event)
    sys.setprofile(profile)
    kept = sys.getprofile() is profile
    function(1)
    module_of(1)
    sys.setprofile(None)
    walk("profile", *seen, *[part for frame, *_ in seen for part in frames(frame)])
    return kept, any(frame.f_code.co_name == "module_of" for frame, *_ in seen), told()

def restored(function):
    import _imp
    from importlib.machinery import ModuleSpec
    _imp.create_builtin(ModuleSpec("sys", None))
    return profiled(function)[2]

def traced(function):
    seen = []
    def trace(frame, *event):
        seen.extend((frame, event))
        frame.f_trace_opcodes = True
        return trace
    sys.settrace(trace)
    function(1)
    sys.settrace(None)
    walk("trace", *seen)
    return told()

def monitored(function):
    if not hasattr(sys, "monitoring"):
        return []
    seen = []
    monitoring = sys.monitoring
    monitoring.use_tool_id(3, "mine")
    names = ("PY_START", "PY_RETURN", "RAISE", "PY_UNWIND", "EXCEPTION_HANDLED")
    for name in names:
        monitoring.register_callback(
            3, getattr(monitoring.events, name),
            lambda *event: seen.extend((event, *frames(sys._getframe(1)))),
        )
    monitoring.set_events(3, sum(getattr(monitoring.events, name) for name in names))
    function(1)
    try:
        function("raise")
    except ValueError:
        pass
    monitoring.set_events(3, 0)
    walk("monitoring", *seen)
    return told()

def signalled(function):
    seen = []
    signal.signal(signal.SIGALRM, lambda number, frame: seen.extend(frames(frame)))
    signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)
    for _ in range(300):
        function(1)
    signal.setitimer(signal.ITIMER_REAL, 0)
    walk("signal", *seen)
    return len(seen) > 0, told()

def collected(function):
    seen = []
    gc.callbacks.append(lambda *event: seen.extend(frames(sys._getframe(1))))
    gc.set_threshold(1)
    for _ in range(20):
        function([1])
    gc.callbacks.clear()
    gc.set_threshold(700)
    walk("collection", *seen)
    return told()

listening = False

def audited(function):
    global listening
    seen = []
    def hook(event, args):
        global listening
        if listening:
            listening = False
            seen.extend((args, *frames(sys._getframe(1))))
            listening = True
    sys.addaudithook(hook)
    listening = True
    function(function)
    function(len)
    listening = False
    walk("audit", *seen)
    return told()

def raised(function):
    try:
        function("raise")
    except ValueError as exc:
        walk("raised", exc, exc.__context__, exc.__cause__)
        step = exc.__traceback__
        while step:
            walk("traceback", *frames(step.tb_frame))
            step = step.tb_next
    return told()

def at_the_limit(function):
    calls = []
    def deeper():
        try:
            deeper()
        except RecursionError:
            pass
        try:
            calls.append(function(1))
        except RecursionError:
            pass
    deeper()
    return len(calls) > 100, told()

def beyond_the_limit(function):
    sys.unraisablehook = lambda given: (walk("unraisable", given.object, given), tell(*told()))
    tell = function
    ask = [cell.cell_contents for cell in function.__closure__ if callable(cell.cell_contents)][0]
    def deeper():
        try:
            deeper()
        except RecursionError:
            pass
        ask((0, (), {}))
    deeper()

def beside(function):
    seen = []
    sys.setswitchinterval(1e-6)
    def run():
        for _ in range(1000):
            for frame in sys._current_frames().values():
                seen.extend(part for part in frames(frame) if module_of(part))
            seen.extend(thing for thing in gc.get_objects()[-300:] if module_of(thing))
    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():
        function([function, 1])
    walk("beside", *seen)
    return told()
"""

VIRTUAL = """
import time

def calls(function):
    for number in range(3):
        function(number)
    walk("stamped", function, function.__closure__)
    return told()

def waiting():
    lock = threading.Lock()
    lock.acquire()
    threads = [
        threading.Thread(target=time.sleep, args=(5,)),
        threading.Thread(target=lock.acquire, kwargs={"timeout": 7}),
    ]
    for thread in threads:
        thread.start()
    look("waiting")
    walk("time", time.sleep, time.monotonic, threading.Lock, threading.Thread.start, *threads)
    for thread in threads:
        thread.join()
    return told()

def together(number):
    look("together")
    walk("tracer", sys.gettrace())
"""
