def main() -> int:
    import py_engine; print(py_engine.__file__); return 0
